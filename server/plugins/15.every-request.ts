import { defineNitroPlugin } from 'nitropack/runtime'
import { beginRequest, endResponse } from '../utils/http/every-request.ts'

/** Reaches what middleware does not: files, and the headers of Nuxt's renderer. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', beginRequest)
  nitro.hooks.hook('beforeResponse', endResponse)
  nitro.hooks.hook('render:response', ({ headers }) => {
    delete headers?.['x-powered-by']
  })
})
