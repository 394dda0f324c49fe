import { defineNitroPlugin } from 'nitropack/runtime'
import { followSessionEnds, stopFollowingSessionEnds } from '../utils/sessions/session-end-feed.ts'
import { disconnectSessionStreams } from '../utils/sessions/session-streams.ts'

/**
 * Follows the ends of sessions from the start. While the database does not answer, the next request
 * tries again.
 */
export default defineNitroPlugin((nitro) => {
  followSessionEnds().catch(() => {})
  nitro.hooks.hook('close', stopFollowingSessionEnds)
  // Nitro closes only after the last answer has ended, and these answers do not end by themselves.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, disconnectSessionStreams)
})
