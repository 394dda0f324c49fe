import { overloadOf, type Attempt } from '../upstream/overload.ts'
import { labelOf, refusedMessage, ruleMessages, type RuleMessage } from './field-messages.ts'
import { scalarText } from '../request/parse-json.ts'
import { enums } from '#shared/enums.ts'

/** An error as Hasura answers it. */
export interface HasuraError {
  readonly message: string
  readonly extensions?: {
    readonly code?: string
    readonly path?: string
    [key: string]: unknown
  }
}

/** An error as the gateway answers it: of the extensions only these. */
export interface PublicError {
  readonly message: string
  readonly extensions: {
    readonly code: string
    readonly path: string
    readonly field?: string
  }
}

interface Meaning {
  readonly code?: string
  readonly field?: string | undefined
  readonly message: string
}

/**
 * Rewrites a response whose errors come from the database: as messages for people, on the field
 * that is wrong, without names of constraints and tables, and without a difference between what
 * does not exist and what is not the caller's.
 *
 * @param body of Hasura's response; without errors it is returned as it is, unparsed
 * @param variables of the request's operations, in which a wrong value is looked for to name its
 *   field
 * @param attempt tells a statement that took too long from other failures; without, none did
 */
export function mapErrors(body: string, variables: unknown, attempt = noAttempt): string {
  if (!body.includes('"errors"')) return body
  const parsed: unknown = JSON.parse(body)
  const mapped = Array.isArray(parsed)
    ? parsed.map(answer => mapAnswer(answer, variables, attempt))
    : mapAnswer(parsed, variables, attempt)
  return JSON.stringify(mapped)
}

const noAttempt: Attempt = { isMutation: false, elapsed: 0 }

function mapAnswer(answer: unknown, variables: unknown, attempt: Attempt): unknown {
  const { errors } = answer as { errors?: HasuraError[] }
  if (!Array.isArray(errors)) return answer
  return { ...(answer as object), errors: errors.map(error => mapError(error, variables, attempt)) }
}

/** Rewrites one error. */
export function mapError(
  { message, extensions }: HasuraError,
  variables: unknown,
  attempt = noAttempt,
): PublicError {
  const code = extensions?.code ?? 'unexpected'
  const meaning = overloadOf(code, attempt) ?? meaningOf(code, message, variables)
  return {
    message: meaning.message,
    extensions: {
      code: meaning.code ?? code,
      path: extensions?.path ?? '$',
      ...('field' in meaning && meaning.field !== undefined && { field: meaning.field }),
    },
  }
}

/**
 * Errors about the request itself say what is wrong with it in terms of the caller's own schema,
 * and stay as they are.
 */
function meaningOf(code: string, message: string, variables: unknown): Meaning {
  switch (code) {
    case 'permission-error':
    case 'constraint-error':
    case 'constraint-violation':
      return brokenRule(message)
    case 'concurrent-update':
      return {
        message: 'Something else changed this at the same moment, so nothing was saved. Try again.',
      }
    case 'data-exception':
      return wrongValue(message, variables)
    case 'unexpected':
    case 'postgres-error':
      return { message: 'Something went wrong here. Try again.' }
    default:
      return { message }
  }
}

function brokenRule(message: string): Meaning {
  const refused: Meaning = { code: 'permission-error', message: refusedMessage }
  const column = /^Not-NULL violation\. null value in column "(\w+)"/.exec(message)?.[1]
  if (column) return { field: column, message: `${labelOf(column)} is required.` }
  const constraint = /constraint "([^"]+)"/.exec(message)?.[1]
  if (constraint) {
    const rule: RuleMessage | undefined = ruleMessages[constraint]
    return rule?.kind === 'field' ? { field: rule.field, message: rule.message } : refused
  }
  const said = /^Check constraint violation\. (\w+): (.+)$/s.exec(message)
  return said
    ? { field: said[1]!, message: `${said[2]!.charAt(0).toUpperCase()}${said[2]!.slice(1)}.` }
    : refused
}

const enumValues: Record<string, readonly string[]> = enums

const typeHints: Record<string, string> = {
  'date': 'a day that exists, such as 2026-12-31',
  'uuid': 'an id',
  'smallint': 'a whole number that is not too large',
  'integer': 'a whole number that is not too large',
  'double precision': 'a number',
  'numeric': 'a number',
  'boolean': 'true or false',
  'timestamp with time zone': 'a moment, such as 2026-12-31T18:00:00Z',
  'json': 'JSON',
  'jsonb': 'JSON',
}

/**
 * PostgreSQL's words for a value that a column's type cannot hold; most quote the value, which
 * leads to the field.
 */
function wrongValue(message: string, variables: unknown): Meaning {
  const enumeration = /^invalid input value for enum (\w+): "(.*)"$/s.exec(message)
  const typed =
    /^invalid input syntax for type ([a-z ]+?)(?:: "(.*)")?$/s.exec(message)
    ?? swap(/^value "(.*)" is out of range for type ([a-z ]+)$/s.exec(message))
    ?? /^(smallint|integer) out of range()$/.exec(message)
  const day = /^date\/time field value out of range: "(.*)"$/s.exec(message)
  if (enumeration)
    return described(
      enumeration[2],
      variables,
      `one of ${(enumValues[enumeration[1]!] ?? []).join(', ') || 'the known values'}`,
    )
  if (day) return described(day[1], variables, typeHints.date!)
  if (typed) return described(typed[2], variables, typeHints[typed[1]!] ?? 'of the right kind')
  return {
    message:
      'A value cannot be stored. Check the text for unusual characters and the numbers for their size.',
  }
}

function swap(match: RegExpExecArray | null): [string, string, string] | undefined {
  return match ? [match[0], match[2]!, match[1]!] : undefined
}

function described(value: string | undefined, variables: unknown, hint: string): Meaning {
  const field = value ? fieldWith(value, variables) : undefined
  return { field, message: `${field ? labelOf(field) : 'A value'} must be ${hint}.` }
}

/** Variables are searched this many levels deep. */
const searchDepth = 12

/**
 * The key under which a value stands in the variables, past the operators of `where`. Undefined
 * when it is not there.
 */
function fieldWith(value: string, variables: unknown, level = 0): string | undefined {
  if (typeof variables !== 'object' || variables === null || level > searchDepth) return undefined
  if (scalarText(variables) !== undefined) return undefined
  const isValue = (inner: unknown) => scalarText(inner) === value
  for (const [key, inner] of Object.entries(variables)) {
    const isColumn = !Array.isArray(variables) && !key.startsWith('_')
    const operands =
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).filter(([name]) => name.startsWith('_'))
        : []
    if (isColumn && (isValue(inner) || operands.some(([, operand]) => isValue(operand)))) return key
    const deeper = fieldWith(value, inner, level + 1)
    if (deeper) return deeper
  }
  return undefined
}
