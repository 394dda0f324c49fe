import { getRequestHeader, readRawBody, type H3Event } from 'h3'
import type { z } from 'zod'
import { Problem } from '../errors.ts'
import { isInternal } from './requests.ts'

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

/**
 * Reads a request's body as JSON; no more than `limit` bytes of it.
 *
 * @throws Problem `too-large`, or `bad-request` when it is not JSON in UTF-8
 */
export async function readJson(event: H3Event, limit: number): Promise<unknown> {
  const text = await readLimitedBody(event, limit)
  try {
    return JSON.parse(text)
  }
  catch (cause) {
    throw new Problem('bad-request', 'Send the body as JSON.', { cause })
  }
}

/**
 * Parses the input of a route. The schema's messages complete "<field> …".
 *
 * @throws Problem `bad-request` that names the first field which is wrong, or `body`
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [{ path: [first = 'body'], message }] = parsed.error.issues as [z.core.$ZodIssue]
  const field = String(first)
  throw new Problem('bad-request', `${field} ${message}.`, { field })
}
