import { createHash } from 'node:crypto'
import pg from 'pg'
import { z } from 'zod'
import { serverConfig } from '../config.ts'

/**
 * The notification of the triggers `sessions_tell_end` and `users_tell_deactivation` to every
 * process of the server.
 */
const notification = z.object({
  userId: z.string(),
  /** Undefined when all sessions of the person end at once. */
  session: z
    .object({
      /** Of the provider's session; null when the provider names none. */
      sidDigest: z.string().nullable(),
      /** When the last access token of the session expires. */
      tokensUntil: z.coerce.date(),
    })
    .optional(),
})

/** The end of one session, or of all that a person has. */
export type SessionEnd = z.infer<typeof notification>

/** The form in which `SessionEnd` names a `sid` claim. */
export function digestOfSid(sid: string): string {
  return createHash('sha256').update(sid).digest('hex')
}

/** Hears of ends until it is stopped or lost. */
export interface SessionEndListener {
  readonly stop: () => Promise<void>
}

/**
 * Listens on a connection of its own; SERVER_DATABASE_URL must not lead through a pooler in
 * transaction mode.
 *
 * @param handlers.onEnd is called when a session has ended, in whichever process
 * @param handlers.onLost is called when nothing more is heard, also after `stop`
 * @throws Error when the database does not answer within five seconds
 */
export async function listenForSessionEnds(handlers: {
  onEnd: (end: SessionEnd) => void
  onLost: () => void
}): Promise<SessionEndListener> {
  const client = new pg.Client({
    connectionString: serverConfig().databaseUrl,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    application_name: 'goals session ends',
  })
  // An error ends the connection, and the end is what counts.
  client.on('error', () => {})
  client.on('end', handlers.onLost)
  client.on('notification', ({ payload }) => {
    const end = readEnd(payload ?? '')
    if (end) handlers.onEnd(end)
  })
  try {
    await client.connect()
    await client.query('listen session_ends')
  }
  catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return { stop: () => client.end() }
}

/** Undefined for what the triggers did not say: other logins can notify too. */
function readEnd(payload: string): SessionEnd | undefined {
  try {
    return notification.parse(JSON.parse(payload))
  }
  catch {
    return undefined
  }
}
