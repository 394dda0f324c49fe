import { createRequire } from 'node:module'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** The adapter by which Nitro serves WebSockets: that of Nitro's own release of crossws. */
export function webSocketAdapter(options: unknown): Upgrade {
  const nitro = createRequire(createRequire(import.meta.url).resolve('nitropack/package.json'))
  let adapter: Promise<{ handleUpgrade: Upgrade }> | undefined
  return (request, socket, head) => {
    adapter ??= import(nitro.resolve('crossws/adapters/node')).then(
      ({ default: create }: { default: (options: unknown) => { handleUpgrade: Upgrade } }) =>
        create(options),
    )
    void adapter.then(({ handleUpgrade }) => handleUpgrade(request, socket, head))
  }
}
