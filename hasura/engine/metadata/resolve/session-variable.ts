import type { Json } from '../types.ts'

/**
 * The session variable that a value of the metadata names, in lower case; undefined when the value
 * is a literal. `req_user_id` is Hasura's old spelling of the user's id.
 */
export function sessionVariable(value: Json): string | undefined {
  if (typeof value !== 'string') return undefined
  const name = value.toLowerCase()
  if (name === 'req_user_id') return 'x-hasura-user-id'
  return name.startsWith('x-hasura-') ? name : undefined
}
