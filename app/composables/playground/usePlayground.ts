import {
  buildClientSchema,
  getIntrospectionQuery,
  GraphQLError,
  parse,
  print,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { computed, onBeforeUnmount, onMounted, shallowRef } from 'vue'
import { runRequest, subscribe, type PlaygroundRequest } from '~/utils/playground-transport'
import { useDraft } from '../form/useDraft'
import { usePlaygroundHeaders } from './usePlaygroundHeaders'
import { usePlaygroundHistory } from './usePlaygroundHistory'
import { useSessionStore, type Role } from '~/stores/session'
import { exampleQuery, parseObject, type HistoryEntry } from '~/utils/playground'

/** The schema of the chosen role. */
export type SchemaState =
  | { kind: 'loading' }
  | { kind: 'ready', schema: GraphQLSchema }
  | { kind: 'failed', message: string }

/** The answer's side of the playground. `status` is the HTTP status, `took` in milliseconds. */
export type RunState =
  | { kind: 'idle' }
  | { kind: 'running' }
  | {
    kind: 'listening'
    text: string
    events: number
  }
  | {
    kind: 'answered'
    text: string
    status: number
    took: number
    bytes: number
  }
  | { kind: 'mistake', message: string }

/**
 * A GraphQL workbench on whatever answers at `/v1/graphql`, as the signed-in person in one of their
 * roles.
 */
export function usePlayground() {
  const session = useSessionStore()
  const { fields } = useDraft('playground', () => ({ query: exampleQuery, variables: '' }))
  const headers = usePlaygroundHeaders()
  const { history, keep, forget } = usePlaygroundHistory()
  const { schema, load } = useRoleSchema(headers)
  const { run, send, halt } = useRun()
  const operations = computed(() => operationsOf(fields.query))

  /** Runs one operation of the document, the first when none is named. */
  async function execute(wanted?: string): Promise<void> {
    const variables = parseObject(fields.variables)
    if (variables.kind === 'mistake')
      return void (run.value = { kind: 'mistake', message: `Variables: ${variables.message}` })
    const sendable = await headers.read()
    if (sendable.kind === 'mistake') return void (run.value = sendable)
    const operation = operations.value.find(({ name }) => name === wanted) ?? operations.value[0]
    keep({
      query: fields.query,
      variables: fields.variables,
      role: headers.role.value,
      at: Date.now(),
    })
    await send(
      {
        query: fields.query,
        operationName: operation?.name,
        variables: variables.value,
        headers: sendable.headers,
      },
      operation?.kind === 'subscription',
    )
  }

  function switchRole(next: Role): void {
    headers.switchRole(next)
    void load()
  }

  function recall(entry: HistoryEntry): void {
    fields.query = entry.query
    fields.variables = entry.variables
    const role = session.user?.allowedRoles.find(allowed => allowed === entry.role)
    if (role && role !== headers.role.value) switchRole(role)
  }

  function prettify(): void {
    try {
      fields.query = `${print(parse(fields.query))}\n`
    }
    catch (error) {
      run.value = {
        kind: 'mistake',
        message: error instanceof GraphQLError ? error.toString() : String(error),
      }
    }
  }

  onMounted(load)
  onBeforeUnmount(halt)
  const roles = computed(() => session.user?.allowedRoles ?? [])
  return {
    fields,
    headers: headers.text,
    role: headers.role,
    roles,
    schema,
    run,
    history,
    operations,
    execute,
    halt,
    loadSchema: load,
    switchRole,
    prettify,
    recall,
    forget,
  }
}

function useRoleSchema(headers: ReturnType<typeof usePlaygroundHeaders>) {
  const schema = shallowRef<SchemaState>({ kind: 'loading' })

  async function load(): Promise<void> {
    schema.value = { kind: 'loading' }
    try {
      const sendable = await headers.read()
      if (sendable.kind === 'mistake') throw new Error(sendable.message)
      const { text } = await runRequest({
        query: getIntrospectionQuery(),
        operationName: undefined,
        variables: {},
        headers: sendable.headers,
      })
      const answer = JSON.parse(text) as {
        data?: IntrospectionQuery
        errors?: { message: string }[]
      }
      if (!answer.data)
        throw new Error(answer.errors?.[0]?.message ?? 'The server did not describe its schema.')
      schema.value = {
        kind: 'ready',
        schema: buildClientSchema(answer.data, { assumeValid: true }),
      }
    }
    catch (error) {
      schema.value = { kind: 'failed', message: (error as Error).message }
    }
  }

  return { schema, load }
}

function useRun() {
  const run = shallowRef<RunState>({ kind: 'idle' })
  let stop: (() => void) | undefined

  async function send(request: PlaygroundRequest, isSubscription: boolean): Promise<void> {
    halt()
    if (isSubscription) return listen(request)
    run.value = { kind: 'running' }
    try {
      run.value = { kind: 'answered', ...(await runRequest(request)) }
    }
    catch {
      run.value = { kind: 'mistake', message: 'The server cannot be reached.' }
    }
  }

  function listen(request: PlaygroundRequest): void {
    run.value = { kind: 'listening', text: '', events: 0 }
    stop = subscribe(request, {
      next: (text) => {
        run.value = {
          kind: 'listening',
          text,
          events: run.value.kind === 'listening' ? run.value.events + 1 : 1,
        }
      },
      failed: (message) => {
        run.value = { kind: 'mistake', message }
      },
      ended: rest,
    })
  }

  /** Stops listening and keeps the last answer. */
  function halt(): void {
    stop?.()
    stop = undefined
    rest()
  }

  function rest(): void {
    if (run.value.kind === 'listening')
      run.value = {
        kind: 'answered',
        text: run.value.text,
        status: 101,
        took: 0,
        bytes: run.value.text.length,
      }
  }

  return { run, send, halt }
}

/** The operations of a document; none while it cannot be parsed. */
function operationsOf(query: string): { name: string | undefined, kind: string }[] {
  try {
    return parse(query).definitions.flatMap(definition =>
      definition.kind === 'OperationDefinition'
        ? [{ name: definition.name?.value, kind: definition.operation as string }]
        : [],
    )
  }
  catch {
    return []
  }
}
