import type { TypeLookup } from './read-types.ts'
import {
  nameKey,
  type CatalogArgument,
  type CatalogFunction,
  type NameKey,
  type QualifiedName,
} from './types.ts'

/** A row of `functionsQuery`. */
export interface FunctionRow {
  readonly schema: string
  readonly name: string
  readonly variadic: boolean
  readonly returns: string
  readonly returns_set: boolean
  readonly volatility: 'i' | 's' | 'v'
  readonly defaults: number
  readonly argument_types: readonly string[]
  /** Names of all arguments, output ones too, '' for unnamed; empty when no argument has a name. */
  readonly argument_names: readonly string[]
  /** Empty when all arguments are inputs. */
  readonly argument_modes: readonly string[]
  readonly description: string | null
}

const volatilities = { i: 'immutable', s: 'stable', v: 'volatile' } as const
const inputModes = new Set(['i', 'b', 'v'])

/**
 * Puts functions together, overloads under one key.
 *
 * @param rowTypes object id of a table's row type → that table
 */
export function assembleFunctions(
  rows: readonly FunctionRow[],
  typeOf: TypeLookup,
  rowTypes: ReadonlyMap<string, QualifiedName>,
): Map<NameKey, CatalogFunction[]> {
  return Map.groupBy(
    rows.map((row): CatalogFunction => ({
      name: { schema: row.schema, name: row.name },
      arguments: inputArguments(row, typeOf),
      variadic: row.variadic,
      returns: typeOf(row.returns),
      returnsTable: rowTypes.get(row.returns),
      returnsSet: row.returns_set,
      volatility: volatilities[row.volatility],
      description: row.description ?? undefined,
    })),
    definition => nameKey(definition.name),
  )
}

/** The last `defaults` input arguments have a default. */
function inputArguments(row: FunctionRow, typeOf: TypeLookup): CatalogArgument[] {
  const modes =
    row.argument_modes.length > 0 ? row.argument_modes : row.argument_types.map(() => 'i')
  const names = modes.flatMap((mode, index) =>
    inputModes.has(mode) ? [row.argument_names[index]] : [],
  )
  return row.argument_types.map((type, index) => ({
    name: names[index] || undefined,
    type: typeOf(type),
    hasDefault: index >= row.argument_types.length - row.defaults,
  }))
}
