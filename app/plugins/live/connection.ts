import { createClient, type Client } from 'graphql-ws'
import type { AccessTokenSource } from '~/utils/access-token'

/** Whose connection it is. */
export interface ConnectionOptions {
  role: string
  tokens: Pick<AccessTokenSource, 'read' | 'refresh'>
  /** False once the page is not its person's any more: then nothing is tried again. */
  isOwn: () => boolean
}

/** A connection that says nothing for so long is asked for a sign of life, in milliseconds. */
const silence = 20_000

/** The sign must come within so many milliseconds. */
const patience = 5000

/** Milliseconds for which an unused connection is kept: the next page may use it. */
const idle = 3000

/**
 * Pauses before an attempt to connect again, in milliseconds: the second, the longest, and the one
 * after a refusal, in which the page hears why by other ways.
 */
const pauses = { second: 1000, max: 30_000, afterRefusal: 1000 } as const

/** With this code the server refuses a token, and says so also when one has just expired. */
const forbidden = 4403

/**
 * The page's one connection for live data (`graphql-transport-ws`), opened with the first
 * subscription. The server ends it with its access token or its session, and it may be lost: it is
 * made again quietly with a token that holds, at once, then after pauses that double.
 */
export function connectLive({ role, tokens, isOwn }: ConnectionOptions): Client {
  let patienceTimer: ReturnType<typeof setTimeout> | undefined
  let isRefused = false
  const client = createClient({
    // Read before the connection is made: the server waits only shortly for a client's first word.
    url: async () => {
      await (isRefused ? tokens.refresh() : tokens.read()).catch(() => undefined)
      return `${location.origin.replace(/^http/, 'ws')}/v1/graphql`
    },
    connectionParams: async () => {
      const token = await tokens.read()
      if (!token) throw new Error('The session has ended.')
      return { headers: { 'authorization': `Bearer ${token.value}`, 'x-hasura-role': role } }
    },
    lazyCloseTimeout: idle,
    keepAlive: silence,
    retryAttempts: Infinity,
    shouldRetry: isOwn,
    retryWait: attempts => waitToRetry(isRefused ? pauses.afterRefusal : pauseBefore(attempts)),
    on: {
      ping: (isReceived) => {
        if (isReceived) return
        patienceTimer = setTimeout(() => client.terminate(), patience)
      },
      pong: () => clearTimeout(patienceTimer),
      closed: (event) => {
        clearTimeout(patienceTimer)
        const { code, reason } = event as CloseEvent
        isRefused = code === forbidden && reason !== 'Token expired'
      },
    },
  })
  return client
}

function pauseBefore(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(pauses.second * 2 ** (attempts - 1), pauses.max)
}

/** Waits before the next attempt, or until the browser has a network again. */
async function waitToRetry(pause: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const go = () => {
      window.removeEventListener('online', go)
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(go, pause + Math.random() * 300)
    window.addEventListener('online', go)
  })
}
