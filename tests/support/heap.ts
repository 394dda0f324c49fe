import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Bytes that are in use after a full collection of garbage. */
export function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
