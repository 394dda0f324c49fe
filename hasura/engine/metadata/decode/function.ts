import type { FunctionEntry } from '../document.ts'
import { Fields, list, oneOf, string, type Cursor } from './cursor.ts'
import { customRootFields, qualifiedName } from './names.ts'

/** One entry of a source's `functions`. */
export function functionEntry(at: Cursor): FunctionEntry {
  const fields = new Fields(at, ['function', 'configuration', 'permissions', 'comment'])
  return {
    name: fields.required('function', qualifiedName),
    roles: fields.optional('permissions', list(functionRole), []),
    comment: fields.optional('comment', string, undefined),
    ...fields.optional(
      'configuration',
      functionConfiguration,
      functionConfiguration({ value: {}, path: '' }),
    ),
  }
}

function functionRole(at: Cursor): string {
  return new Fields(at, ['role', 'definition', 'comment']).required('role', string)
}

function functionConfiguration(at: Cursor) {
  const fields = new Fields(at, [
    'custom_name',
    'custom_root_fields',
    'session_argument',
    'exposed_as',
    'response',
  ])
  return {
    customName: fields.optional('custom_name', string, undefined),
    customRootFields: fields.optional(
      'custom_root_fields',
      customRootFields(['function', 'function_aggregate']),
      {},
    ),
    sessionArgument: fields.optional('session_argument', string, undefined),
    exposedAs: fields.optional('exposed_as', oneOf('query', 'mutation'), undefined),
  }
}
