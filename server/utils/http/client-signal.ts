import type { H3Event } from 'h3'

/** Aborts when the client of a request is gone before it has its answer. */
export function clientSignal(event: H3Event): AbortSignal {
  const gone = new AbortController()
  const { res } = event.node
  res.once('close', () => {
    if (!res.writableFinished) gone.abort()
  })
  return gone.signal
}
