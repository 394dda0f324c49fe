/**
 * How waiting for the end of a session came out: the server told of it, or it does not tell at the
 * moment.
 */
export type SessionEvent = 'ended' | 'deactivated' | 'unavailable'

/**
 * Waits for the server to say that the session is over. Of all tabs of one person only one keeps a
 * connection, because browsers make few to one host over HTTP/1.1; when it is closed the next takes
 * over.
 *
 * @param signal ends the waiting; the promise is then rejected or resolves with `unavailable`
 */
export async function waitForSessionEvent(
  person: string,
  signal: AbortSignal,
): Promise<SessionEvent> {
  return await navigator.locks.request(`goals.session.${person}`, { signal }, () =>
    listen(person, signal),
  )
}

/**
 * A lost connection is made again by the browser itself; an answer that is none ends the waiting.
 */
function listen(person: string, signal: AbortSignal): Promise<SessionEvent> {
  return new Promise((resolve) => {
    const source = new EventSource(`/api/session/events?pagePerson=${person}`)
    const stop = (outcome: SessionEvent) => {
      source.close()
      resolve(outcome)
    }
    signal.addEventListener('abort', () => stop('unavailable'))
    source.addEventListener('ended', ({ data }: MessageEvent<string>) =>
      stop(data === 'deactivated' ? 'deactivated' : 'ended'),
    )
    source.addEventListener(
      'error',
      () => source.readyState === EventSource.CLOSED && stop('unavailable'),
    )
  })
}
