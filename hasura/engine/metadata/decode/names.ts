import type { QualifiedName } from '../../catalog/types.ts'
import type { CustomRootField } from '../types.ts'
import { fail, Fields, string, type Cursor } from './cursor.ts'

/** `{schema, name}`, or a name alone, which means the schema `public`. */
export function qualifiedName(at: Cursor): QualifiedName {
  if (typeof at.value === 'string') return { schema: 'public', name: at.value }
  const fields = new Fields(at, ['schema', 'name'])
  return {
    schema: fields.optional('schema', string, 'public'),
    name: fields.required('name', string),
  }
}

/** One column name or several. */
export function columnNames(at: Cursor): string[] {
  const names = typeof at.value === 'string' ? [at.value] : at.value
  if (!Array.isArray(names) || names.length === 0 || !names.every(name => typeof name === 'string'))
    fail(at, 'must be a column name or a list of column names')
  return names
}

/** `custom_root_fields`: each a string, null, or `{name, comment}`. */
export function customRootFields<Key extends string>(
  keys: readonly Key[],
): (at: Cursor) => Partial<Record<Key, CustomRootField>> {
  return (at) => {
    const fields = new Fields(at, keys)
    return Object.fromEntries(
      keys.flatMap((key) => {
        const field = fields.optional(key, customRootField, undefined)
        return field ? [[key, field]] : []
      }),
    ) as Partial<Record<Key, CustomRootField>>
  }
}

function customRootField(at: Cursor): CustomRootField {
  if (typeof at.value === 'string') return { name: at.value, comment: undefined }
  const fields = new Fields(at, ['name', 'comment'])
  return {
    name: fields.optional('name', string, undefined),
    comment: fields.optional('comment', string, undefined),
  }
}
