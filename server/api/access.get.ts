import { getQuery } from 'h3'
import { z } from 'zod'
import { roles } from '#shared/roles.ts'
import { explainAccess, explainedTables } from '../utils/access/explain-access.ts'
import { Problem } from '../utils/errors.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'
import { requireSession } from '../utils/sessions/require-session.ts'

const question = z.object({
  table: z.enum(explainedTables, 'must be goals or tasks'),
  id: z.uuid('must be the id of the row'),
  person: z.uuid('must be the id of a person'),
  role: z.enum(roles, `must be ${roles.join(', ')}`).default('member'),
})

/**
 * GET /api/access?table=goals&id=…&person=…&role=member: why may this person see or change this
 * row, or why not?
 */
export default defineRoute(async (event) => {
  const session = await requireSession(event)
  const parsed = question.safeParse(getQuery(event))
  if (!parsed.success) {
    const {
      path: [field],
      message,
    } = parsed.error.issues[0]!
    throw new Problem('bad-request', `${String(field)} ${message}.`, { field: String(field) })
  }
  const { id, allowedRoles } = session.user
  return {
    rows: await explainAccess(
      { id, allowedRoles, accessToken: session.tokens.accessToken },
      parsed.data,
    ),
  }
})
