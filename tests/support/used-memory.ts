import WebSocket from 'ws'
import type { BuiltServer } from './built-server.ts'

/** Lets `usedMemory` ask a process; a flag of Node.js. */
export const inspectable = '--inspect=127.0.0.1:0'

interface Reply {
  readonly id?: number
  readonly result: { readonly result?: { readonly value: number } }
}

/**
 * Bytes of heap and buffers that a server uses after a full collection of garbage. It must have been
 * started `inspectable`.
 */
export async function usedMemory({ log }: BuiltServer): Promise<number> {
  const inspector = new WebSocket(/Debugger listening on (\S+)/.exec(log())![1]!)
  await new Promise((resolve, reject) => inspector.once('open', resolve).once('error', reject))
  const call = (id: number, method: string, params = {}) =>
    new Promise<Reply['result']>((resolve) => {
      inspector.on('message', (text) => {
        const reply = JSON.parse(String(text)) as Reply
        if (reply.id === id) resolve(reply.result)
      })
      inspector.send(JSON.stringify({ id, method, params }))
    })
  await call(1, 'HeapProfiler.collectGarbage')
  const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())'
  const { result } = await call(2, 'Runtime.evaluate', { expression })
  inspector.terminate()
  return result!.value
}
