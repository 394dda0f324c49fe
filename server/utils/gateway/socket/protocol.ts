import { z } from 'zod'
import { parseJson } from '../request/parse-json.ts'

/**
 * The one WebSocket protocol of the gateway:
 * https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export const protocolName = 'graphql-transport-ws'

/**
 * Why a socket is closed. Clients come back by themselves after the codes that are not their own
 * mistake.
 */
export const closings = {
  badMessage: { code: 4400, reason: 'Invalid message' },
  notInitialised: { code: 4401, reason: 'Unauthorized' },
  /** The client's library takes this code for one after which it must not come back. */
  answerTooLarge: { code: 4004, reason: 'The answer is too large' },
  forbidden: { code: 4403, reason: 'Forbidden' },
  tokenExpired: { code: 4403, reason: 'Token expired' },
  sessionEnded: { code: 4403, reason: 'Session ended' },
  initTimeout: { code: 4408, reason: 'Connection initialisation timeout' },
  idInUse: { code: 4409, reason: 'Subscriber already exists' },
  initTwice: { code: 4429, reason: 'Too many initialisation requests' },
  tooManySockets: { code: 1013, reason: 'Too many connections' },
  unavailable: { code: 1013, reason: 'Data is not available at the moment' },
} as const

/** One of `closings`. */
export type Closing = (typeof closings)[keyof typeof closings]

const id = z.string().min(1).max(256)

const clientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('connection_init'),
    payload: z.record(z.string(), z.unknown()).nullish(),
  }),
  z.object({ type: z.literal('subscribe'), id, payload: z.unknown() }),
  z.object({ type: z.literal('complete'), id }),
  z.object({ type: z.literal('ping'), payload: z.unknown().optional() }),
  z.object({ type: z.literal('pong'), payload: z.unknown().optional() }),
])

/** A message of a client. */
export type ClientMessage = z.infer<typeof clientMessage>

/** Reads a client's message. Undefined when it is none of the protocol. */
export function readClientMessage(text: string): ClientMessage | undefined {
  try {
    return clientMessage.parse(parseJson(text))
  }
  catch {
    return undefined
  }
}

/**
 * Finds the token and the wanted role in the payload of connection_init, where clients of Hasura
 * put them: below `headers`, or at the top; names in any case. Everything else there is ignored.
 */
export function readInitPayload(payload: Record<string, unknown> | null | undefined): {
  authorization: string | undefined
  role: string | undefined
} {
  const { headers } = payload ?? {}
  const entries = Object.entries({
    ...payload,
    ...(typeof headers === 'object' && headers !== null ? headers : {}),
  })
  const find = (name: string) =>
    entries.find(([key, value]) => key.toLowerCase() === name && typeof value === 'string')?.[1] as
      string | undefined
  return { authorization: find('authorization'), role: find('x-hasura-role') }
}
