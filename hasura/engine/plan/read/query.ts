import type { Operation, Selection } from '../../document/types.ts'
import type { FieldAnnotation } from '../../schema/types.ts'
import type { PlanContext } from '../context.ts'
import { functionCall } from './function.ts'
import { schemaJson, typeJson } from './introspection.ts'
import { plainRows, tableOrigin, type RowOrigin } from './rows.ts'
import { argumentEntries } from '../arguments.ts'
import { primaryKeyCondition } from './bool-exp.ts'
import { selectAggregate, selectFields, selectRows } from './select.ts'
import { withSharedPermissions } from '../rewrite/hoist-filters.ts'
import { simplified } from '../rewrite/simplify.ts'
import type { QueryPlan, RootField } from '../types.ts'

type Meaning<K extends FieldAnnotation['kind']> = Extract<FieldAnnotation, { readonly kind: K }>

/**
 * The plan of a query or of a live subscription.
 *
 * @throws EngineError where arguments do not go together
 */
export function planQuery(operation: Operation, context: PlanContext): QueryPlan {
  return {
    kind: 'query',
    fields: withSharedPermissions(
      rootFields(operation.selections, operation.root.name, context).map(simplified),
    ),
  }
}

function rootFields(
  selections: readonly Selection[],
  typeName: string,
  context: PlanContext,
): readonly RootField[] {
  return selections.map(selection => rootField(selection, typeName, context))
}

function rootField(selection: Selection, typeName: string, context: PlanContext): RootField {
  const { annotation } = selection.field
  const { responseKey: key, path } = selection
  switch (annotation.kind) {
    case 'typename':
      return { kind: 'json', key, json: JSON.stringify(typeName) }
    case 'noQueries':
      return { kind: 'json', key, json: JSON.stringify(annotation.text) }
    case 'schemaIntrospection':
      return { kind: 'json', key, json: schemaJson(selection, context) }
    case 'typeIntrospection':
      return { kind: 'json', key, json: typeJson(selection, context) }
    case 'namespace':
      return {
        kind: 'namespace',
        key,
        fields: rootFields(selection.selections ?? [], selection.type?.name ?? '', context),
      }
    case 'selectRoot':
      return {
        kind: 'rows',
        key,
        path,
        rows: selectRows(selection, tableOrigin(annotation.target), annotation.target, context),
      }
    case 'selectByPkRoot':
      return byPrimaryKey(selection, annotation, context)
    case 'selectAggregateRoot':
      return {
        kind: 'aggregate',
        key,
        path,
        aggregate: selectAggregate(
          selection,
          tableOrigin(annotation.target),
          annotation.target,
          context,
        ),
      }
    case 'functionRoot':
      return functionField(selection, annotation, context)
    default:
      throw new Error(`${annotation.kind} is no root field of queries`)
  }
}

function byPrimaryKey(
  selection: Selection,
  { target }: Meaning<'selectByPkRoot'>,
  context: PlanContext,
): RootField {
  return {
    kind: 'rows',
    key: selection.responseKey,
    path: selection.path,
    rows: {
      shape: 'one',
      rows: {
        ...plainRows(tableOrigin(target), target, context),
        where: primaryKeyCondition(argumentEntries(selection), target, context),
      },
      fields: selectFields(selection.selections ?? [], target, context),
    },
  }
}

/** A function's rows; also for functions exposed as mutations. */
export function functionField(
  selection: Selection,
  annotation: Meaning<'functionRoot'>,
  context: PlanContext,
): RootField {
  const { function: fn, target, aggregate } = annotation
  const { responseKey: key, path } = selection
  const call = functionCall(
    fn.catalog,
    fn.arguments,
    selection.arguments.get('args'),
    `${path}.args.args`,
  )
  const origin: RowOrigin = { source: { kind: 'function', call }, mapping: [] }
  if (aggregate)
    return {
      kind: 'aggregate',
      key,
      path,
      aggregate: selectAggregate(selection, origin, target, context),
    }
  const rows = selectRows(selection, origin, target, context)
  return { kind: 'rows', key, path, rows: fn.returnsSet ? rows : { ...rows, shape: 'one' } }
}
