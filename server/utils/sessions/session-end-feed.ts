import { logError } from '../errors.ts'
import { listenForSessionEnds, type SessionEnd, type SessionEndListener } from './session-ends.ts'

/** A part of this process that must know at once when sessions end. */
export interface SessionEndFollower {
  readonly onEnd: (end: SessionEnd) => void
  /**
   * Ends may have been missed from here on: whatever relies on having heard of every end must be
   * given up.
   */
  readonly onLost: () => void
}

const followers = new Set<SessionEndFollower>()
let listener: Promise<SessionEndListener> | undefined
let isConnected = false

/** Tells a part of this process of every session's end, as long as `isFollowingSessionEnds`. */
export function addSessionEndFollower(follower: SessionEndFollower): void {
  followers.add(follower)
}

/** Whether no end has been missed since `followSessionEnds` last resolved. */
export function isFollowingSessionEnds(): boolean {
  return isConnected
}

/**
 * Listens for the ends of sessions, in whichever process they happen; a lost connection is made
 * again by the next call.
 *
 * @throws Error when the database does not answer
 */
export async function followSessionEnds(): Promise<void> {
  listener ??= follow()
  await listener
}

/** Ends what `followSessionEnds` began. */
export async function stopFollowingSessionEnds(): Promise<void> {
  const following = await listener?.catch(() => undefined)
  await following?.stop()
}

function follow(): Promise<SessionEndListener> {
  const following = listenForSessionEnds({
    onEnd: end => followers.forEach(({ onEnd }) => onEnd(end)),
    onLost: lost,
  })
  following.then(
    () => {
      if (listener === following) isConnected = true
    },
    (error: unknown) => {
      logError('Ends of sessions', error)
      lost()
    },
  )
  return following

  function lost(): void {
    if (listener !== following) return
    listener = undefined
    isConnected = false
    for (const follower of followers) follower.onLost()
  }
}
