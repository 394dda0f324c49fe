import type { NameKey } from '../catalog/types.ts'
import {
  adminRole,
  type ResolvedColumn,
  type ResolvedFunction,
  type ResolvedMetadata,
  type ResolvedTable,
  type TablePermissions,
} from '../metadata/types.ts'
import { tableAggregateBoolExp } from './aggregate-bool-exp.ts'
import { tableAggregate } from './aggregate.ts'
import { tableBoolExp } from './bool-exp.ts'
import { byName, once, outputField, required, nullable } from './builders.ts'
import {
  collectingClaims,
  strictClaims,
  type NameClaims,
  type NameConflict,
  type NameOwner,
  type OwnedField,
} from './claims.ts'
import type { SchemaContext, SchemaRequest, TypedTable } from './context.ts'
import { directives } from './directives.ts'
import { introspectionFields, introspectionTypes, typename } from './introspection-types.ts'
import { tableMutationFields } from './write/mutation.ts'
import { sourceNaming, type NamePart } from './naming.ts'
import { tableAggregateOrderBy, tableOrderBy } from './order-by.ts'
import { functionRootFields, tableRootFields, type ReadRoot } from './root.ts'
import { columnScalar, isStringified, scalarType } from './scalars.ts'
import { tableSelectColumn } from './select-column.ts'
import { tableObject } from './select.ts'
import { typeRegistry } from './registry.ts'
import {
  namedTypeOf,
  type EnumType,
  type EnumValue,
  type NamedType,
  type ObjectType,
  type OutputField,
  type RoleSchema,
  type SchemaOptions,
} from './types.ts'

/**
 * Builds the schema of one role. Cheap: only the roots' field lists are made, and those at first
 * use; everything below is made when a request or introspection reaches it.
 */
export function buildRoleSchema(
  metadata: ResolvedMetadata,
  request: SchemaRequest,
  options: SchemaOptions,
): RoleSchema {
  return roleSchema(schemaContext(metadata, request, options, strictClaims()))
}

/**
 * The names that two objects of the metadata want, in any role's schema: `admin` has every name
 * that some role has.
 *
 * @returns for each name the object that stands later in the metadata; it must be left out
 */
export function nameConflicts(
  metadata: ResolvedMetadata,
  options: SchemaOptions,
): readonly NameConflict[] {
  const { claims, conflicts } = collectingClaims(metadata)
  const context = schemaContext(metadata, { role: adminRole, backendOnly: true }, options, claims)
  for (const table of metadata.source.tables.values()) {
    const owner: NameOwner = { kind: 'table', name: table.name }
    const columns = [...table.columns.values()].map(column => ({
      name: context.naming.column(column),
    }))
    claims.fields(
      table.graphqlName,
      columns.map(field => ({ owner, field })),
    )
  }
  if (conflicts().length > 0) return conflicts()
  const schema = roleSchema(context)
  for (const type of schema.types().values()) {
    if (type.kind === 'enum') type.values()
  }
  return conflicts()
}

function roleSchema(context: SchemaContext): RoleSchema {
  const { metadata, options, role } = context
  const query = rootObject(
    context,
    'query',
    once(() => readFields(context, 'query')),
  )
  const mutations = mutationFields(context)
  const subscriptions = readFields(context, 'subscription')
  const schema: RoleSchema = {
    role,
    source: metadata.source,
    options,
    query,
    mutation: mutations.length === 0 ? undefined : rootObject(context, 'mutation', () => mutations),
    subscription:
      subscriptions.length === 0
        ? undefined
        : rootObject(context, 'subscription', () => subscriptions),
    types: once(() => reachableTypes(schema)),
    typename,
    introspection: introspectionFields,
    directives,
    introspectionDisabled: metadata.introspectionDisabledFor.has(role),
  }
  return schema
}

function schemaContext(
  metadata: ResolvedMetadata,
  request: SchemaRequest,
  options: SchemaOptions,
  claims: NameClaims,
): SchemaContext {
  const naming = sourceNaming(
    metadata,
    options.defaultNamingConvention,
    options.experimentalFeatures,
  )
  const registry = typeRegistry(claims)
  const tables = new Map<NameKey, TypedTable | undefined>()
  const context: SchemaContext = {
    metadata,
    options,
    role: request.role,
    backendOnly: request.backendOnly,
    naming,
    claims,
    ...registry,
    typeName: (owner, ...parts) => claims.type(naming.type(...parts), owner),
    sharedTypeName: (owner, ...parts) => claims.type(naming.sharedType(...parts), owner),
    table: (key) => {
      if (!tables.has(key)) tables.set(key, typedTable(context, key))
      return tables.get(key)
    },
    readable: (key) => {
      const table = context.table(key)
      return table?.permissions.select ? table : undefined
    },
    scalar: name => registry.scalarOf(scalarType(name)),
    rowCount: use =>
      registry.scalarVariant({ kind: 'scalar', name: 'Int', description: undefined, codec: use }),
    jsonPath: () =>
      registry.scalarVariant({
        kind: 'scalar',
        name: 'String',
        description: undefined,
        codec: 'jsonPath',
      }),
    isStringified: type => options.stringifyNumericTypes && isStringified(type),
    typeOf: (type, isNullable) => {
      const scalar = registry.scalarVariant(columnScalar(type))
      if (!type.array) return { kind: 'named', type: scalar, nullable: isNullable }
      return { kind: 'list', of: required(scalar), nullable: isNullable, array: true }
    },
    columnType: (column, isNullable) => {
      const enumeration = columnEnum(context, column)
      return enumeration
        ? { kind: 'named', type: enumeration, nullable: isNullable }
        : context.typeOf(column.type, isNullable)
    },
  }
  for (const { name } of introspectionTypes) claims.type(name, 'engine')
  for (const name of ['Boolean', 'Int', 'String']) context.scalar(name)
  return context
}

function typedTable(context: SchemaContext, key: NameKey): TypedTable | undefined {
  const table = context.metadata.source.tables.get(key)
  const permissions = table?.permissions.get(context.role)
  return table && permissions ? makeTypedTable(context, table, permissions) : undefined
}

function makeTypedTable(
  context: SchemaContext,
  table: ResolvedTable,
  permissions: TablePermissions,
): TypedTable {
  const base = tableBase(table)
  const owner: NameOwner = { kind: 'table', name: table.name }
  const target: TypedTable = {
    table,
    permissions,
    names: { base, type: (...suffix) => context.typeName(owner, base, ...suffix) },
    columns: once(() =>
      [...(permissions.select?.columns ?? [])].flatMap(([name, grant]) => {
        const column = table.columns.get(name)
        return column ? [{ column, grant }] : []
      }),
    ),
    object: once(() => tableObject(context, target)),
    aggregateObject: once(() => tableAggregate(context, target)),
    boolExp: once(() => tableBoolExp(context, target)),
    orderBy: once(() => tableOrderBy(context, target)),
    aggregateOrderBy: once(() => tableAggregateOrderBy(context, target)),
    aggregateBoolExp: once(() => tableAggregateBoolExp(context, target)),
    selectColumn: once(() => tableSelectColumn(context, target)),
  }
  return target
}

function tableBase(table: ResolvedTable): NamePart {
  return table.customName === undefined ? table.graphqlName : { custom: table.customName }
}

/** The enum of the enum table that a column references. */
function columnEnum(context: SchemaContext, column: ResolvedColumn): EnumType | undefined {
  if (column.enumTable === undefined) return undefined
  const table = context.metadata.source.tables.get(column.enumTable)
  if (!table?.enumValues) return undefined
  const rows = table.enumValues
  const owner = { kind: 'table', name: table.name } as const
  const typeName = context.typeName(owner, tableBase(table), 'enum')
  return context.enumeration(typeName, () => ({
    description: undefined,
    values: () =>
      context.claims.fields(
        typeName,
        rows.map(({ value, description }): OwnedField<EnumValue> => {
          const name = context.naming.enumValue(value)
          return { owner, field: { name, description, annotation: { kind: 'enumRow', value } } }
        }),
      ),
  }))
}

function readFields(context: SchemaContext, root: ReadRoot): readonly RootField[] {
  return rootFields(context, 'query', target => tableRootFields(context, target, root))
}

function mutationFields(context: SchemaContext): readonly RootField[] {
  return rootFields(context, 'mutation', target => tableMutationFields(context, target))
}

type RootField = OwnedField<OutputField>

/** The root fields of all tables, then those of functions. */
function rootFields(
  context: SchemaContext,
  exposedAs: ResolvedFunction['exposedAs'],
  ofTable: (target: TypedTable) => readonly OutputField[],
): readonly RootField[] {
  const { tables, functions } = context.metadata.source
  return [
    ...[...tables].flatMap(([key, { name }]): RootField[] => {
      const target = context.table(key)
      return target ? ofTable(target).map(field => ({ owner: { kind: 'table', name }, field })) : []
    }),
    ...[...functions.values()]
      .filter(fn => fn.exposedAs === exposedAs)
      .flatMap((fn): RootField[] =>
        functionRootFields(context, fn).map(field => ({
          owner: { kind: 'function', name: fn.name },
          field,
        })),
      ),
  ]
}

const noQueries =
  'There are no queries available to the current role. Either there are no sources or remote schemas configured, or the current role doesn\'t have the required permissions.'

/**
 * `query_root`, `mutation_root`, `subscription_root`; with a namespace they hold only that one
 * field.
 */
function rootObject(
  context: SchemaContext,
  kind: 'query' | 'mutation' | 'subscription',
  fields: () => readonly RootField[],
): ObjectType {
  const typeName = context.claims.type(`${kind}_root`, 'engine')
  return context.object(typeName, () => ({
    description: undefined,
    fields: once(() => {
      const own = fields()
      if (own.length === 0) {
        return byName([
          outputField(
            'no_queries_available',
            nullable(context.scalar('String')),
            { kind: 'noQueries', text: noQueries },
            { description: noQueries },
          ),
        ])
      }
      const { namespace } = context.metadata.source.customization.rootFields
      if (namespace === undefined) return context.claims.fields(typeName, own)
      const inner = context.typeName('engine', `${namespace}_${kind}`)
      const type = context.object(inner, () => ({
        description: undefined,
        fields: () => context.claims.fields(inner, own),
      }))
      return byName([outputField(namespace, required(type), { kind: 'namespace' })])
    }),
  }))
}

/** Every type that the roots, introspection and the built-in directives reach. */
function reachableTypes(schema: RoleSchema): ReadonlyMap<string, NamedType> {
  const found = new Map<string, NamedType>()
  const queue: NamedType[] = [
    schema.query,
    ...[schema.mutation, schema.subscription].filter(root => root !== undefined),
  ]
  queue.push(
    ...[...introspectionFields.values()].map(field => namedTypeOf(field.type)),
    scalarType('Boolean'),
    scalarType('Int'),
  )
  for (let type = queue.pop(); type; type = queue.pop()) {
    if (found.has(type.name)) continue
    found.set(type.name, type)
    if (type.kind === 'object') {
      for (const field of type.fields().values()) {
        queue.push(
          namedTypeOf(field.type),
          ...[...field.arguments.values()].map(argument => namedTypeOf(argument.type)),
        )
      }
    }
    else if (type.kind === 'input')
      queue.push(...[...type.fields().values()].map(field => namedTypeOf(field.type)))
  }
  return found
}
