import net from 'node:net'

/**
 * Below the ports that operating systems lend to outgoing connections (from 32768 on Linux, 49152
 * elsewhere).
 */
const lowest = 20_000
const highest = 32_000
const given = new Set<number>()

/** Whether nothing listens on a port of this machine now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/**
 * A port that is free, that no outgoing connection will take before it is used, and that this
 * process got never before.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}
