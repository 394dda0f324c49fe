import type { PgType } from '../../catalog/types.ts'
import type { Selection } from '../../document/types.ts'
import type { PlanContext } from '../context.ts'
import type { JsonForm, OutputForm } from '../types.ts'
import { argumentValue } from './value.ts'

/** A value before its arguments are read. */
interface OutputValue {
  /** Undefined where PostgreSQL alone knows it. */
  readonly type: PgType | undefined
  readonly stringified: boolean
  readonly upperCase?: boolean
}

/**
 * How a value is printed; `path` of JSON columns is applied first, and an empty one is the whole
 * value.
 */
export function outputForm(
  selection: Selection,
  { type, stringified, upperCase = false }: OutputValue,
  { schema }: PlanContext,
): OutputForm {
  const path = selection.arguments.get('path')
  const jsonPath = path?.kind === 'scalar' ? argumentValue(path) : undefined
  const json =
    jsonPath || stringified || upperCase || !type
      ? 'any'
      : jsonForm(type, schema.source.serverVersion)
  return { text: stringified, upperCase, jsonPath, json }
}

const bare = new Set(['int2', 'int4', 'int8', 'bool'])
const scalar = new Set([
  'text',
  'varchar',
  'bpchar',
  'numeric',
  'float4',
  'float8',
  'date',
  'timestamp',
  'timestamptz',
])

/** The first version with JSON_SCALAR. */
const jsonScalarVersion = 170_000

/** The cheapest way to a type's JSON that says the same as `to_json`. */
function jsonForm({ schema, name, kind, array }: PgType, serverVersion: number): JsonForm {
  if (array) return 'any'
  if (kind === 'enum') return serverVersion >= jsonScalarVersion ? 'scalar' : 'any'
  if (schema !== 'pg_catalog') return 'any'
  if (bare.has(name)) return 'bare'
  if (name === 'uuid') return 'quoted'
  return scalar.has(name) && serverVersion >= jsonScalarVersion ? 'scalar' : 'any'
}
