/**
 * Milliseconds. The gateway answers within some ten seconds; a connection that says nothing for
 * much longer is lost.
 */
const maxWait = 40_000

/** `fetch` that fails with a `TimeoutError` when the answer is not there in time. */
export function fetchWithTimeout(
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const signals = [AbortSignal.timeout(maxWait), ...(init.signal ? [init.signal] : [])]
  return fetch(input, { ...init, signal: AbortSignal.any(signals) })
}
