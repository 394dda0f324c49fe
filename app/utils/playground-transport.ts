import { createClient } from 'graphql-ws'
import { layOutJson } from './playground'

/** A request to `/v1/graphql`. */
export interface PlaygroundRequest {
  query: string
  operationName: string | undefined
  variables: Record<string, unknown>
  headers: Record<string, string>
}

/** Sends a query or mutation and lays out the answer. `took` is in milliseconds. */
export async function runRequest({
  headers,
  ...body
}: PlaygroundRequest): Promise<{
  text: string
  status: number
  took: number
  bytes: number
}> {
  const started = performance.now()
  const response = await fetch('/v1/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return {
    text: layOutJson(text),
    status: response.status,
    took: Math.round(performance.now() - started),
    bytes: new TextEncoder().encode(text).length,
  }
}

/** Who hears what a subscription brings. */
export interface Listener {
  next: (text: string) => void
  failed: (message: string) => void
  ended: () => void
}

/** Listens over a WebSocket (`graphql-transport-ws`) until the returned function is called. */
export function subscribe(
  { query, operationName, variables, headers }: PlaygroundRequest,
  listener: Listener,
): () => void {
  const client = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/v1/graphql`,
    connectionParams: { headers },
    retryAttempts: 0,
  })
  const stop = client.subscribe(
    { query, operationName, variables },
    {
      next: result => listener.next(JSON.stringify(result, null, 2)),
      error: cause => listener.failed(messageOf(cause)),
      complete: listener.ended,
    },
  )
  return () => {
    stop()
    void client.dispose()
  }
}

function messageOf(cause: unknown): string {
  if (Array.isArray(cause))
    return cause.map(error => (error as { message: string }).message).join('\n')
  if (cause instanceof CloseEvent)
    return cause.reason || `The connection was closed (${cause.code}).`
  return cause instanceof Error ? cause.message : 'The connection was lost.'
}
