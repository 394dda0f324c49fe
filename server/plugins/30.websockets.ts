import { defineNitroPlugin } from 'nitropack/runtime'
import { websocketServer } from '../utils/http/websocket-server.ts'

/** Sets the limits of all WebSockets, before Nitro opens its server. */
export default defineNitroPlugin((nitro) => {
  Object.assign(nitro.h3App.options, { websocket: websocketServer })
})
