import { Problem } from '../../utils/errors.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { readIsolationReport } from '../../utils/access/read-isolation-report.ts'
import { requireSession } from '../../utils/sessions/require-session.ts'

/** GET /api/admin/isolation: the last report of `npm run isolation`, as that command wrote it. */
export default defineRoute(async (event) => {
  const session = await requireSession(event)
  if (!session.user.allowedRoles.includes('org_admin'))
    throw new Problem('forbidden', 'Only administrators see the report.')
  return await readIsolationReport()
})
