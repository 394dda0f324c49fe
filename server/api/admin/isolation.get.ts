import { Problem } from '../../utils/errors.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { readIsolationReport } from '../../utils/isolation/read-isolation-report.ts'
import { currentSession } from '../../utils/sessions/current-session.ts'

/** GET /api/admin/isolation: the last report of `npm run isolation`, as that command wrote it. */
export default defineRoute(async (event) => {
  const session = await currentSession(event)
  if (!session) throw new Problem('unauthenticated', 'Sign in first.')
  if (!session.user.allowedRoles.includes('org_admin')) throw new Problem('forbidden', 'Only administrators see the report.')
  return await readIsolationReport()
})
