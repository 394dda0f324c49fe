import { getRequestHeader, readRawBody, type H3Event } from 'h3'
import { Problem } from '../errors.ts'
import { isInternal } from './is-internal.ts'

/**
 * Reads a request's body as UTF-8.
 *
 * @param limit in bytes; no more is ever kept in memory
 * @throws Problem `too-large`, or `bad-request` when it is not UTF-8
 */
export async function readLimitedBody(event: H3Event, limit: number): Promise<string> {
  const tooLarge = () =>
    new Problem(
      'too-large',
      `Send at most ${limit < 1_000_000 ? `${limit / 1000} kB` : `${limit / 1_000_000} MB`}.`,
    )
  if (Number(getRequestHeader(event, 'content-length') ?? 0) > limit) throw tooLarge()
  if (isInternal(event)) return (await readRawBody(event)) ?? ''
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of event.node.req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  }
  catch (cause) {
    throw new Problem('bad-request', 'Send the body as UTF-8.', { cause })
  }
}
