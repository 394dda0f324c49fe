import { defineNitroPlugin } from 'nitropack/runtime'
import { serverConfig } from '../utils/config.ts'
import { closeDatabase } from '../utils/database.ts'

/**
 * Reads the configuration when the process starts, so that a wrong one is seen at once, and closes
 * the database when it ends.
 */
export default defineNitroPlugin((nitro) => {
  serverConfig()
  nitro.hooks.hook('close', closeDatabase)
})
