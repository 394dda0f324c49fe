import { getQuery } from 'h3'
import { z } from 'zod'
import { roles } from '#shared/roles.ts'
import { explainAccess, explainedTables } from '../utils/access/explain-access.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'
import { parseInput } from '../utils/http/read-input.ts'
import { requireSession } from '../utils/sessions/require-session.ts'

const question = z.object({
  table: z.enum(explainedTables, `must be one of ${explainedTables.join(', ')}`),
  id: z.uuid('must be the id of the row'),
  person: z.uuid('must be the id of a person'),
  role: z.enum(roles, `must be ${roles.join(', ')}`).default('member'),
})

/**
 * GET /api/access?table=goals&id=…&person=…&role=member: why may this person see or change this
 * row, or why not?
 */
export default defineRoute(async (event) => {
  const { user, tokens } = await requireSession(event)
  const asked = parseInput(question, getQuery(event))
  const asker = { id: user.id, allowedRoles: user.allowedRoles, accessToken: tokens.accessToken }
  return { rows: await explainAccess(asker, asked) }
})
