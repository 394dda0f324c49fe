import { displayName } from '../catalog/types.ts'
import type { ResolvedFunction } from '../metadata/types.ts'
import { listOf, nullable, outputField, required } from './builders.ts'
import type { NameOwner } from './claims.ts'
import type { SchemaContext, TypedTable } from './context.ts'
import { functionArguments } from './function.ts'
import type { NamePart } from './naming.ts'
import type { ReadableColumn } from './role-table.ts'
import {
  primaryKeyArguments,
  primaryKeyColumns,
  tableFieldDescription,
  tableFieldName,
} from './root-field.ts'
import { described, selectArguments } from './select.ts'
import { streamField } from './stream.ts'
import type { OutputField } from './types.ts'

/** Which root the fields are for: a role may open different ones on each. */
export type ReadRoot = 'query' | 'subscription'

/** The root fields that read one table. */
export function tableRootFields(
  context: SchemaContext,
  target: TypedTable,
  root: ReadRoot,
): readonly OutputField[] {
  const permission = target.permissions.select
  if (!permission) return []
  const opened = root === 'query' ? permission.queryRootFields : permission.subscriptionRootFields
  const opens = (
    field: 'select' | 'select_by_pk' | 'select_aggregate' | 'select_stream',
  ): boolean => opened === undefined || (opened as ReadonlySet<string>).has(field)
  const hidesStreams = context.options.experimentalFeatures.has('hide_stream_fields')
  const key = primaryKeyColumns(target)
  return [
    ...(opens('select') ? [selectField(context, target)] : []),
    ...(opens('select_by_pk') && key ? [byPrimaryKeyField(context, target, key)] : []),
    ...(opens('select_aggregate') && permission.allowAggregations
      ? [aggregateField(context, target)]
      : []),
    ...(root === 'subscription' && opens('select_stream') && !hidesStreams
      ? [streamField(context, target)]
      : []),
  ]
}

function selectField(context: SchemaContext, target: TypedTable): OutputField {
  return outputField(
    tableFieldName(context, target, 'select', target.names.base),
    listOf(required(target.object()), false),
    { kind: 'selectRoot', target },
    {
      description: tableFieldDescription(
        target,
        'select',
        `fetch data from the table: "${displayName(target.table.name)}"`,
      ),
      arguments: selectArguments(context, target),
    },
  )
}

function byPrimaryKeyField(
  context: SchemaContext,
  target: TypedTable,
  key: readonly ReadableColumn[],
): OutputField {
  return outputField(
    tableFieldName(context, target, 'select_by_pk', target.names.base, 'by_pk'),
    nullable(target.object()),
    { kind: 'selectByPkRoot', target },
    {
      description: tableFieldDescription(
        target,
        'select_by_pk',
        `fetch data from the table: "${displayName(target.table.name)}" using primary key columns`,
      ),
      arguments: primaryKeyArguments(context, key),
    },
  )
}

function aggregateField(context: SchemaContext, target: TypedTable): OutputField {
  return outputField(
    tableFieldName(context, target, 'select_aggregate', target.names.base, 'aggregate'),
    required(target.aggregateObject()),
    { kind: 'selectAggregateRoot', target },
    {
      description: tableFieldDescription(
        target,
        'select_aggregate',
        `fetch aggregated fields from the table: "${displayName(target.table.name)}"`,
      ),
      arguments: selectArguments(context, target),
    },
  )
}

/**
 * Whether the role may call a function at all: query functions may be inferred from the returned
 * table.
 */
function mayCall(context: SchemaContext, fn: ResolvedFunction): boolean {
  return (
    fn.roles.has(context.role)
    || (fn.exposedAs === 'query' && context.options.inferFunctionPermissions)
  )
}

/** The root fields of one tracked function; none when the role may not read the returned table. */
export function functionRootFields(
  context: SchemaContext,
  fn: ResolvedFunction,
): readonly OutputField[] {
  const target = context.readable(fn.target)
  if (!target || !mayCall(context, fn)) return []
  const base: NamePart = fn.customName === undefined ? fn.graphqlName : { custom: fn.customName }
  const owner: NameOwner = { kind: 'function', name: fn.name }
  const argument = functionArguments(context, fn.arguments, {
    owner,
    typeName: context.typeName(owner, base, 'args'),
    description: `input parameters for function "${fn.name.name}"`,
  })
  const options = { arguments: [...argument, ...selectArguments(context, target)] }
  const type = fn.returnsSet ? listOf(required(target.object()), false) : nullable(target.object())
  const action = `execute function "${displayName(fn.name)}"`
  const rows = outputField(
    context.naming.rootField(fn.customRootFields.function?.name, base),
    type,
    { kind: 'functionRoot', function: fn, target, aggregate: false },
    {
      ...options,
      description: described(
        fn.customRootFields.function?.comment,
        described(fn.description, `${action} which returns "${displayName(target.table.name)}"`),
      ),
    },
  )
  if (fn.exposedAs === 'mutation' || !target.permissions.select?.allowAggregations) return [rows]
  const name = context.naming.rootField(
    fn.customRootFields.function_aggregate?.name,
    base,
    'aggregate',
  )
  return [
    rows,
    outputField(
      name,
      required(target.aggregateObject()),
      { kind: 'functionRoot', function: fn, target, aggregate: true },
      {
        ...options,
        description: described(
          fn.customRootFields.function_aggregate?.comment,
          described(
            fn.description,
            `${action} and query aggregates on result of table type "${displayName(target.table.name)}"`,
          ),
        ),
      },
    ),
  ]
}
