import { Agent, get } from 'node:http'
import type { RunningCheckout } from './checkout.ts'
import { quantile, type Figures } from './figures.ts'

const connections = 8

/** Asks for the dashboard over and over, as a browser would, and reads the answers. */
export async function load(
  { url, cookies }: RunningCheckout,
  seconds: number,
): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const headers = {
    'cookie': cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    'accept': 'text/html',
    'accept-encoding': 'gzip, deflate, br, zstd',
    'sec-fetch-dest': 'document',
    'sec-fetch-site': 'none',
  }
  const times: number[] = []
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const start = performance.now()
      get(`${url}/`, { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}`))
        response.resume().once('end', () => {
          times.push(performance.now() - start)
          resolve()
        })
      }).once('error', reject)
    })
  const start = performance.now()
  const askOn = async () => {
    while (performance.now() < start + seconds * 1000) await ask()
  }
  await Promise.all(Array.from({ length: connections }, askOn))
  const took = (performance.now() - start) / 1000
  agent.destroy()
  return { 'pages a second': times.length / took, 'p95, ms': quantile(times, 0.95) }
}
