import { defineRoute } from '../utils/http/answer-problem.ts'

/** GET /healthz: this process answers. */
export default defineRoute(() => ({ status: 'ok' }))
