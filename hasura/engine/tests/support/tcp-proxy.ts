import net from 'node:net'

/** Stands between a client and a server, and can cut them off from each other. */
export interface TcpProxy {
  readonly port: number
  /** Cuts every connection and refuses new ones. */
  readonly goAway: () => Promise<void>
  /** Listens again, at the same port. */
  readonly comeBack: () => Promise<void>
}

/**
 * Passes connections to `host`:`port` through, from a free port of its own. End it with `goAway`.
 */
export async function startTcpProxy(port: number, host: string): Promise<TcpProxy> {
  const open = new Set<net.Socket>()
  const server = net.createServer((client) => {
    const upstream = net.connect(port, host)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket)
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
      // An error closes the socket too; that is all there is to do about it.
      socket.on('error', () => undefined)
      socket.pipe(other)
    }
  })
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(at, '127.0.0.1', () => {
        resolve()
      })
    })
  await listen(0)
  const own = (server.address() as net.AddressInfo).port
  return {
    port: own,
    goAway: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of open) socket.destroy()
      }),
    comeBack: () => listen(own),
  }
}
