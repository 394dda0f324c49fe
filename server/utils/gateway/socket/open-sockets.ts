import type { Caller } from '../authenticate.ts'
import { addSessionEndFollower } from '../../sessions/session-end-feed.ts'
import { digestOfSid, type SessionEnd } from '../../sessions/session-ends.ts'
import { closings, type Closing } from './protocol.ts'

/** At most so many sockets of one person at once, in this process. */
export const maxSockets = 20

/** A socket whose client has introduced itself. */
export interface OpenSocket {
  readonly caller: Pick<Caller, 'user' | 'sid'>
  readonly end: (closing: Closing) => void
  /** Bytes that were sent and that the client has not taken yet. */
  readonly waiting: () => number
}

/** By the person's id; those of tokens that carry no role here are together. */
const open = new Map<string, Set<OpenSocket>>()

addSessionEndFollower({ onEnd: endSocketsOf, onLost: endAllSockets })

/**
 * Counts a socket of a person. Returns what to call when it ends, or undefined when the person has
 * too many.
 */
export function enterSocket(socket: OpenSocket): (() => void) | undefined {
  const userId = socket.caller.user?.id ?? ''
  const sockets = open.get(userId) ?? new Set()
  if (sockets.size >= maxSockets) return undefined
  open.set(userId, sockets.add(socket))
  return () => {
    sockets.delete(socket)
    if (sockets.size === 0 && open.get(userId) === sockets) open.delete(userId)
  }
}

/** Bytes that wait for all sockets of a person. */
export function waitingFor(userId: string): number {
  let bytes = 0
  for (const socket of open.get(userId) ?? []) bytes += socket.waiting()
  return bytes
}

/**
 * Ends the sockets of a session that has ended. Where it or a token does not name the provider's
 * session, every one of the person's may be meant.
 */
function endSocketsOf({ userId, session }: SessionEnd): void {
  for (const {
    caller: { sid },
    end,
  } of [...(open.get(userId) ?? [])]) {
    if (!session?.sidDigest || sid === undefined || digestOfSid(sid) === session.sidDigest)
      end(closings.sessionEnded)
  }
}

/** Ends all sockets of this process; their clients come back by themselves. */
function endAllSockets(): void {
  for (const { end } of [...open.values()].flatMap(sockets => [...sockets]))
    end(closings.unavailable)
}
