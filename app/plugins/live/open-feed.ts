import type { OperationResult } from '@urql/core'
import { connectLive, type ConnectionOptions } from './connection'
import { createLiveFeed, type LiveFeed } from './feed'

/** A page that has not been looked at for so long lets go of its connection, in milliseconds. */
const unseen = 60_000

/** Opens the page's feed of live answers. It pauses while the page is hidden. */
export function openLiveFeed(
  options: ConnectionOptions,
  push: (answer: OperationResult) => void,
): LiveFeed {
  const socket = connectLive(options)
  const feed = createLiveFeed(socket, push)
  const closed = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isResting = false

  const rest = () => {
    isResting = true
    feed.pause()
  }
  const look = () => {
    clearTimeout(timer)
    if (document.visibilityState === 'hidden') {
      timer = setTimeout(rest, unseen)
    }
    else if (isResting) {
      isResting = false
      feed.resume()
    }
  }
  const { signal } = closed
  document.addEventListener('visibilitychange', look, { signal })
  // A page with an open connection would not be kept for the way back.
  window.addEventListener('pagehide', rest, { signal })
  window.addEventListener('pageshow', look, { signal })

  return {
    ...feed,
    close: () => {
      closed.abort()
      clearTimeout(timer)
      feed.close()
      // Rejected while it waits to connect again, which it then does not.
      void Promise.resolve(socket.dispose()).catch(() => undefined)
    },
  }
}
