import { z } from 'zod'
import { explainQuery } from '../utils/access/explain-query.ts'
import { Problem } from '../utils/errors.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'
import { checkSameSite } from '../utils/http/check-same-site.ts'
import { readLimitedBody } from '../utils/http/read-limited-body.ts'
import { requireSession } from '../utils/sessions/require-session.ts'

const question = z.object({
  query: z.string('must be a GraphQL document'),
  variables: z.record(z.string(), z.unknown(), 'must be an object').default({}),
  operationName: z.string('must be a name').optional(),
  role: z.string('must be one of your roles'),
})

/** POST /api/explain: the SQL that a query of the caller becomes in one of their roles. */
export default defineRoute(async (event) => {
  checkSameSite(event, 'script')
  const session = await requireSession(event)
  const parsed = question.safeParse(parseJson(await readLimitedBody(event, 2_000_000)))
  if (!parsed.success) {
    const {
      path: [field = 'body'],
      message,
    } = parsed.error.issues[0]!
    throw new Problem('bad-request', `${String(field)} ${message}.`, { field: String(field) })
  }
  const { id, allowedRoles } = session.user
  return await explainQuery(
    { id, allowedRoles },
    { ...parsed.data, operationName: parsed.data.operationName },
  )
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch (cause) {
    throw new Problem('bad-request', 'Send the body as JSON.', { cause })
  }
}
