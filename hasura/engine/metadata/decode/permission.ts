import type {
  ColumnList,
  DeleteEntry,
  InsertEntry,
  PermissionEntry,
  SelectEntry,
  UpdateEntry,
} from '../document.ts'
import type { QueryRootField, SubscriptionRootField } from '../types.ts'
import {
  boolean,
  count,
  fail,
  Fields,
  json,
  list,
  mapOf,
  oneOf,
  string,
  uniqueList,
  type Cursor,
} from './cursor.ts'

const queryRootFields: readonly QueryRootField[] = ['select', 'select_by_pk', 'select_aggregate']
const subscriptionRootFields: readonly SubscriptionRootField[] = [
  ...queryRootFields,
  'select_stream',
]

/** A list of `{role, permission, comment?}`, one for each role. */
export function permissionList<Permission>(
  decode: (at: Cursor) => Permission,
): (at: Cursor) => PermissionEntry<Permission>[] {
  return uniqueList(
    (at) => {
      const fields = new Fields(at, ['role', 'permission', 'comment'])
      return {
        role: fields.required('role', string),
        permission: fields.required('permission', decode),
      }
    },
    entry => entry.role,
  )
}

export function selectEntry(at: Cursor): SelectEntry {
  const fields = new Fields(at, [
    'columns',
    'computed_fields',
    'filter',
    'limit',
    'allow_aggregations',
    'query_root_fields',
    'subscription_root_fields',
  ])
  return {
    columns: fields.required('columns', columnList),
    computedFields: fields.optional('computed_fields', list(string), []),
    filter: fields.required('filter', expression),
    limit: fields.optional('limit', count, undefined),
    allowAggregations: fields.optional('allow_aggregations', boolean, false),
    queryRootFields: fields.optional(
      'query_root_fields',
      list(oneOf(...queryRootFields)),
      undefined,
    ),
    subscriptionRootFields: fields.optional(
      'subscription_root_fields',
      list(oneOf(...subscriptionRootFields)),
      undefined,
    ),
  }
}

export function insertEntry(at: Cursor): InsertEntry {
  const fields = new Fields(at, ['columns', 'check', 'set', 'backend_only', 'validate_input'])
  refuseInputValidation(fields)
  return {
    columns: fields.optional('columns', columnList, '*'),
    check: fields.required('check', expression),
    set: fields.optional('set', mapOf(json), new Map()),
    backendOnly: fields.optional('backend_only', boolean, false),
  }
}

export function updateEntry(at: Cursor): UpdateEntry {
  const fields = new Fields(at, [
    'columns',
    'filter',
    'check',
    'set',
    'backend_only',
    'validate_input',
  ])
  refuseInputValidation(fields)
  return {
    columns: fields.required('columns', columnList),
    filter: fields.required('filter', expression),
    check: fields.optional('check', expression, undefined),
    set: fields.optional('set', mapOf(json), new Map()),
    backendOnly: fields.optional('backend_only', boolean, false),
  }
}

export function deleteEntry(at: Cursor): DeleteEntry {
  const fields = new Fields(at, ['filter', 'backend_only', 'validate_input'])
  refuseInputValidation(fields)
  return {
    filter: fields.required('filter', expression),
    backendOnly: fields.optional('backend_only', boolean, false),
  }
}

/** Without its webhook, input that the webhook would refuse would be accepted. */
function refuseInputValidation(fields: Fields): void {
  fields.optional(
    'validate_input',
    at =>
      fail(
        at,
        'is not implemented by this engine, so it cannot be honoured; remove it, or validate in a constraint or trigger',
      ),
    undefined,
  )
}

/** A filter or check; its content is examined when the table's columns are known. */
function expression(at: Cursor) {
  if (typeof at.value !== 'object' || at.value === null || Array.isArray(at.value))
    fail(at, 'must be an object; {} means every row')
  return json(at)
}

function columnList(at: Cursor): ColumnList {
  return at.value === '*' ? '*' : list(string)(at)
}
