/** A message between the tabs of one browser about their sessions. */
export type SessionNews =
  /** A page was rendered for this person. */
  | {
    kind: 'page'
    person: string
    name: string
  }
  /** This person has signed out. */
  | { kind: 'signed-out', person: string }
  /** The server says that this person's session is over. */
  | {
    kind: 'ended'
    person: string
    reason: 'ended' | 'deactivated'
  }

/**
 * Speaks to the other tabs of this browser. Where there is no BroadcastChannel, nothing is said or
 * heard.
 */
export interface SessionChannel {
  tell: (news: SessionNews) => void
  close: () => void
}

/**
 * Opens the channel of this origin's tabs.
 *
 * @param hear is called with what other tabs say, never with what this one does
 */
export function openSessionChannel(hear: (news: SessionNews) => void = () => {}): SessionChannel {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, close: () => {} }
  const channel = new BroadcastChannel('goals.session')
  channel.onmessage = ({ data }: MessageEvent<SessionNews>) => hear(data)
  return { tell: news => channel.postMessage(news), close: () => channel.close() }
}

/**
 * Says to all tabs of this browser that a person has signed out; for a page that has no channel of
 * its own.
 */
export function tellSignedOut(person: string): void {
  const channel = openSessionChannel()
  channel.tell({ kind: 'signed-out', person })
  channel.close()
}
