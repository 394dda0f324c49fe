import type { GraphqlResponse, Send } from './import-goals.ts'

/**
 * Sends GraphQL to the gateway as the person of a token.
 *
 * @param baseUrl the application's address, without a trailing slash
 */
export function sendTo(baseUrl: string, accessToken: string): Send {
  return async (query, variables) => {
    const response = await fetch(`${baseUrl}/v1/graphql`, {
      method: 'POST',
      headers: { 'authorization': `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as GraphqlResponse
  }
}
