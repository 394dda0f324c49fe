import {
  displayName,
  nameKey,
  type Catalog,
  type CatalogFunction,
  type QualifiedName,
} from '../../catalog/types.ts'
import type { FunctionEntry } from '../document.ts'
import { adminRole, type ArgumentSource, type ResolvedFunction } from '../types.ts'
import { defaultGraphqlName, graphqlName, trackedTable, type TableDrafts } from './draft.ts'
import { Unresolvable } from './report.ts'

/**
 * A tracked function.
 *
 * @throws Unresolvable when the function does not exist, is overloaded or variadic, does not return
 *   rows of a tracked table, or its names or exposure cannot be honoured
 */
export function resolveFunction(
  entry: FunctionEntry,
  catalog: Catalog,
  tables: TableDrafts,
): ResolvedFunction {
  const found = onlyFunction(catalog, entry.name)
  const name = entry.customName ?? defaultGraphqlName(entry.name)
  if (!graphqlName.test(name)) throw new Unresolvable(`"${name}" is not a valid GraphQL identifier`)
  if (!found.returnsTable)
    throw new Unresolvable(
      `function "${displayName(entry.name)}" does not return a "COMPOSITE" type`,
    )
  if (entry.exposedAs === 'mutation' && found.volatility !== 'volatile') {
    throw new Unresolvable(
      `function "${displayName(entry.name)}" cannot be exposed as a mutation because it is marked as ${found.volatility.toUpperCase()}`,
    )
  }
  return {
    key: nameKey(entry.name),
    name: entry.name,
    catalog: found,
    exposedAs: entry.exposedAs ?? (found.volatility === 'volatile' ? 'mutation' : 'query'),
    arguments: argumentSources(found, { session: entry.sessionArgument }),
    target: trackedTable(tables, found.returnsTable).key,
    returnsSet: found.returnsSet,
    customName: entry.customName,
    graphqlName: name,
    customRootFields: entry.customRootFields,
    description: entry.comment ?? found.description,
    roles: new Set([adminRole, ...entry.roles]),
  }
}

/** @throws Unresolvable when there is no such function, or more than one of that name */
export function onlyFunction(catalog: Catalog, name: QualifiedName): CatalogFunction {
  const [found, ...overloads] = catalog.functions.get(nameKey(name)) ?? []
  if (!found) throw new Unresolvable(`no such function exists: "${displayName(name)}"`)
  if (overloads.length > 0)
    throw new Unresolvable(
      `function "${displayName(name)}" is overloaded. Overloaded functions are not supported`,
    )
  if (found.variadic)
    throw new Unresolvable(
      `function "${displayName(name)}" with "VARIADIC" parameters is not supported`,
    )
  return found
}

/**
 * Says how each argument is filled: from the table's row, from the session, else by the client.
 *
 * @param special `row`: the position of the row argument; `session`: the name of the session
 *   argument
 * @throws Unresolvable when the session argument does not exist or is not of type json, or a name
 *   is no GraphQL name
 */
export function argumentSources(
  found: CatalogFunction,
  special: { row?: number, session: string | undefined },
): ArgumentSource[] {
  if (special.session !== undefined) {
    const session = found.arguments.find(argument => argument.name === special.session)
    if (!session)
      throw new Unresolvable(
        `the session argument "${special.session}" is not an argument of function "${displayName(found.name)}"`,
      )
    if (session.type.name !== 'json' || session.type.array)
      throw new Unresolvable(`the session argument "${special.session}" must be of type json`)
  }
  let unnamed = 0
  return found.arguments.map((argument, index): ArgumentSource => {
    if (index === special.row) return { kind: 'row' }
    if (special.session !== undefined && argument.name === special.session)
      return { kind: 'session' }
    const name = argument.name ?? `arg_${(unnamed += 1)}`
    if (!graphqlName.test(name))
      throw new Unresolvable(`the argument "${name}" is not a valid GraphQL identifier`)
    return { kind: 'user', argument: { ...argument, graphqlName: name } }
  })
}
