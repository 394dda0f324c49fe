import { serverConfig } from '../../config.ts'
import { answerTimeout, maxAnswerSize, tooLarge, tookTooLong, unavailable } from './overload.ts'
import { cancelled, takeSlot } from './request-slots.ts'
import { checkUntaken } from './untaken-answers.ts'

/** A request as Hasura gets it. */
export interface ForwardedRequest {
  /** Id of the person whose share of Hasura it takes; empty for tokens that carry no role here. */
  readonly person: string
  /** As the caller sent it. */
  readonly body: string
  readonly token: string
  /** The role that the caller wants; undefined for the token's default. */
  readonly role: string | undefined
  readonly isMutation: boolean
}

/** Hasura's answer. */
export interface ForwardedAnswer {
  readonly status: number
  readonly body: string
  /** Milliseconds that Hasura took. */
  readonly elapsed: number
}

/**
 * Sends a request to Hasura, within the share of its person. Of the caller's headers only the token
 * and the wanted role go along, so that no client can set session variables or try the admin secret.
 * The request is aborted when `signal` is, when its time is over, and when the answer is too large.
 *
 * @throws GraphqlProblem 400 for an answer that is too large, 429 when the person asks too much at
 *   once, or does not take the answers, 499 when `signal` aborts, 503 or 504 when Hasura does not answer
 */
export async function forwardRequest(
  request: ForwardedRequest,
  signal = new AbortController().signal,
): Promise<ForwardedAnswer> {
  const leave = await takeSlot(request.person, signal)
  try {
    checkUntaken(request.person)
    return await send(request, signal)
  }
  finally {
    leave()
  }
}

async function send(
  { body, token, role, isMutation }: ForwardedRequest,
  signal: AbortSignal,
): Promise<ForwardedAnswer> {
  const start = performance.now()
  const timeout = AbortSignal.timeout(answerTimeout)
  const enough = new AbortController()
  try {
    const response = await fetch(serverConfig().graphqlEndpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'authorization': `Bearer ${token}`,
        ...(role !== undefined && { 'x-hasura-role': role }),
      },
      body,
      signal: AbortSignal.any([signal, timeout, enough.signal]),
      redirect: 'error',
    })
    const text = await readUpTo(response, maxAnswerSize)
    if (text !== undefined && response.status >= 500)
      throw new Error(`Hasura answered with status ${response.status}`)
    if (text !== undefined)
      return { status: response.status, body: text, elapsed: performance.now() - start }
  }
  catch (cause) {
    if (signal.aborted) throw cancelled()
    throw timeout.aborted ? tookTooLong(isMutation, cause) : unavailable(cause)
  }
  enough.abort()
  throw tooLarge(isMutation)
}

/** The body as text; undefined as soon as it has more than `max` bytes. */
async function readUpTo({ body }: Response, max: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > max) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
