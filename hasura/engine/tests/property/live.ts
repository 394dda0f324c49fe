import { createClient } from 'graphql-ws'
import {
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
} from 'graphql'
import { WebSocket } from 'ws'
import { adminSecret } from '../support/engine.ts'
import { reviveExactly } from './json.ts'
import type { Reply } from './send.ts'
import type { Request } from './variables.ts'
import type { World, WorldSession } from './world.ts'

/** A person's socket. */
export interface LiveTransport {
  /** The first result of a subscription. */
  readonly first: (request: Request) => Promise<Reply>
  readonly close: () => Promise<void>
}

/** Opens a socket at the first subscription. */
export function openLiveTransport(
  { url }: World,
  { session }: WorldSession,
): LiveTransport {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/v1/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazyCloseTimeout: 600_000,
    connectionParams: { headers: { ...session.variables, 'x-hasura-admin-secret': adminSecret } },
    jsonMessageReviver: reviveExactly,
  })
  return {
    first: request =>
      new Promise((resolve, reject) => {
        const stop = client.subscribe(
          { query: request.query, variables: request.variables },
          {
            next: (result) => {
              stop()
              resolve(result.errors ? replyOf(result.errors) : { data: result.data })
            },
            error: (error) => {
              if (Array.isArray(error)) resolve(replyOf(error))
              else
                reject(
                  error instanceof Error
                    ? error
                    : new Error('the socket was closed', { cause: error }),
                )
            },
            complete: () => undefined,
          },
        )
      }),
    close: async () => {
      await client.dispose()
    },
  }
}

function onlyField(set: SelectionSetNode | undefined): FieldNode | undefined {
  const [only, ...others] = set?.selections ?? []
  return only?.kind !== Kind.FIELD
    || others.length > 0
    || only.name.value.startsWith('__')
    || (only.directives ?? []).length > 0
    ? undefined
    : only
}

function replyOf(errors: readonly unknown[]): Reply {
  const [first] = errors as readonly {
    readonly message: string
    readonly extensions: { readonly code: string }
  }[]
  return { code: first?.extensions.code ?? '', message: first?.message ?? '' }
}

/**
 * The query as a subscription, which asks for one root field only; undefined when it asks for more,
 * or may leave its one out.
 */
export function asSubscription(
  document: DocumentNode,
  namespace: string | undefined,
): DocumentNode | undefined {
  const [operation] = document.definitions.flatMap(definition =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition] : [],
  )
  const only = onlyField(operation?.selectionSet)
  if (!only || (only.name.value === namespace && !onlyField(only.selectionSet))) return undefined
  return visit(document, {
    OperationDefinition: node => ({ ...node, operation: OperationTypeNode.SUBSCRIPTION }),
  })
}
