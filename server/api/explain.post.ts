import { z } from 'zod'
import { explainQuery } from '../utils/access/explain-query.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'
import { checkSameSite } from '../utils/http/check-same-site.ts'
import { parseInput, readJson } from '../utils/http/read-input.ts'
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
  const { operationName, ...asked } = parseInput(question, await readJson(event, 2_000_000))
  const { id, allowedRoles } = session.user
  return await explainQuery({ id, allowedRoles }, { ...asked, operationName })
})
