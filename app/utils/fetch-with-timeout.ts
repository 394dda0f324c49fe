/**
 * The gateway answers after 30 seconds at the latest; a connection that says nothing for 40,000
 * milliseconds is lost.
 */
const maxWait = 40_000

/** `fetch` that fails with a `TimeoutError` when the answer is not there in time. */
export function fetchWithTimeout(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const signals = [AbortSignal.timeout(maxWait), ...init.signal ? [init.signal] : []]
  return fetch(input, { ...init, signal: AbortSignal.any(signals) })
}
