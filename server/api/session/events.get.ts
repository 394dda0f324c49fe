import { once } from 'node:events'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { requireSession } from '../../utils/sessions/require-session.ts'
import { addSessionStream } from '../../utils/sessions/session-streams.ts'

/** Proxies close a silent connection after a minute; milliseconds. */
const keepAliveInterval = 25_000

/**
 * GET /api/session/events?pagePerson=…: server-sent events. One event `ended`, with the reason
 * `ended` or `deactivated` as its data, when the session of the request has ended; a comment every
 * 25 seconds until then.
 */
export default defineRoute(async (event) => {
  const { id, user } = await requireSession(event, { page: true })
  const { res } = event.node
  const closed = once(res, 'close')
  const keepAlive = setInterval(() => res.write(':\n\n'), keepAliveInterval)
  let remove = () => {}
  try {
    remove = await addSessionStream(
      {
        sessionId: id,
        userId: user.id,
        tellEnd: reason => void res.end(`event: ended\ndata: ${reason}\n\n`),
        disconnect: () => void res.end(),
      },
      () => {
        res.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        })
        res.write('retry: 2000\n\n')
      },
    )
    await closed
  }
  finally {
    clearInterval(keepAlive)
    remove()
  }
})
