import { followSessionEnds, unfollowSessionEnds } from '../utils/graphql-socket/ended-sessions.ts'

/** Hears of the ends of sessions from the start. While the database does not answer, the first socket tries again. */
export default defineNitroPlugin((nitro) => {
  followSessionEnds().catch(() => {})
  nitro.hooks.hook('close', unfollowSessionEnds)
})
