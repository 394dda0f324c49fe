import { isDeactivated } from '../users.ts'
import { findSession } from './session-rows.ts'
import { addSessionEndFollower, followSessionEnds } from './session-end-feed.ts'

/** Why a page is told that its session is over. */
export type EndReason = 'ended' | 'deactivated'

/** A page that waits to hear of its session's end. */
export interface SessionStream {
  readonly sessionId: Buffer
  readonly userId: string
  /** Called when the session has ended. */
  readonly tellEnd: (reason: EndReason) => void
  /** Called when this process cannot tell of ends any more: the page must come back. */
  readonly disconnect: () => void
}

/** A user's oldest stream makes room for one more than this, in this process. */
const maxStreamsPerUser = 20

const streams = new Map<string, Set<SessionStream>>()

addSessionEndFollower({
  onEnd: ({ userId }) => void checkStreams(userId),
  onLost: disconnectSessionStreams,
})

/**
 * Adds a stream, and looks at its session once more when this process hears of ends, so that none
 * is missed in between.
 *
 * @param open is called before anything is told
 * @returns what to call when the page has gone
 * @throws Error when the database does not answer
 */
export async function addSessionStream(
  stream: SessionStream,
  open: () => void,
): Promise<() => void> {
  await followSessionEnds()
  open()
  const own = streams.get(stream.userId) ?? new Set()
  streams.set(stream.userId, own.add(stream))
  if (own.size > maxStreamsPerUser) [...own][0]!.disconnect()
  await checkStream(stream)
  return () => {
    own.delete(stream)
    if (own.size === 0 && streams.get(stream.userId) === own) streams.delete(stream.userId)
  }
}

/**
 * Ends all streams of this process, as it must before it can stop; their pages come back by
 * themselves.
 */
export function disconnectSessionStreams(): void {
  for (const own of [...streams.values()]) for (const stream of [...own]) stream.disconnect()
}

async function checkStreams(userId: string): Promise<void> {
  await Promise.all([...(streams.get(userId) ?? [])].map(checkStream))
}

async function checkStream(stream: SessionStream): Promise<void> {
  try {
    if (await findSession(stream.sessionId)) return
    stream.tellEnd((await isDeactivated(stream.userId)) ? 'deactivated' : 'ended')
  }
  catch {
    stream.disconnect()
  }
}
