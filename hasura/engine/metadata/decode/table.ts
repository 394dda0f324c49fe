import type {
  ComputedFieldEntry,
  RelationshipEntry,
  RelationshipUsing,
  TableConfiguration,
  TableEntry,
  UnsupportedEntry,
} from '../document.ts'
import type { TableRootField } from '../types.ts'
import { boolean, fail, Fields, list, mapOf, oneOf, string, type Cursor } from './cursor.ts'
import { columnNames, customRootFields, qualifiedName } from './names.ts'
import { deleteEntry, insertEntry, permissionList, selectEntry, updateEntry } from './permission.ts'

const tableKeys = [
  'table',
  'is_enum',
  'configuration',
  'object_relationships',
  'array_relationships',
  'computed_fields',
  'remote_relationships',
  'select_permissions',
  'insert_permissions',
  'update_permissions',
  'delete_permissions',
  'event_triggers',
  'apollo_federation_config',
  'logical_model',
]

const rootFieldKeys: readonly TableRootField[] = [
  'select',
  'select_by_pk',
  'select_aggregate',
  'select_stream',
  'insert',
  'insert_one',
  'update',
  'update_by_pk',
  'update_many',
  'delete',
  'delete_by_pk',
]

/** One entry of a source's `tables`. */
export function tableEntry(at: Cursor): TableEntry {
  const fields = new Fields(at, tableKeys)
  const name = fields.required('table', qualifiedName)
  fields.optional(
    'logical_model',
    key => fail(key, 'is not supported for tables of PostgreSQL; remove it'),
    undefined,
  )
  return {
    name,
    isEnum: fields.optional('is_enum', boolean, false),
    configuration: fields.optional('configuration', tableConfiguration, noConfiguration),
    relationships: [
      ...fields.optional('object_relationships', list(relationship('object')), []),
      ...fields.optional('array_relationships', list(relationship('array')), []),
    ],
    computedFields: fields.optional('computed_fields', list(computedField), []),
    select: fields.optional('select_permissions', permissionList(selectEntry), []),
    insert: fields.optional('insert_permissions', permissionList(insertEntry), []),
    update: fields.optional('update_permissions', permissionList(updateEntry), []),
    delete: fields.optional('delete_permissions', permissionList(deleteEntry), []),
    unsupported: [
      ...fields.optional(
        'remote_relationships',
        list(unsupported('remote_relationship', name.name)),
        [],
      ),
      ...fields.optional('event_triggers', list(unsupported('event_trigger', name.name)), []),
    ],
  }
}

const noConfiguration: TableConfiguration = {
  customName: undefined,
  comment: undefined,
  customRootFields: {},
  columns: new Map(),
}

function tableConfiguration(at: Cursor): TableConfiguration {
  const fields = new Fields(at, [
    'custom_name',
    'custom_root_fields',
    'column_config',
    'custom_column_names',
    'comment',
  ])
  const legacyNames = fields.optional(
    'custom_column_names',
    mapOf(string),
    new Map<string, string>(),
  )
  const columns = fields.optional(
    'column_config',
    mapOf(columnConfiguration),
    new Map<string, ReturnType<typeof columnConfiguration>>(),
  )
  const names = new Set([...legacyNames.keys(), ...columns.keys()])
  return {
    customName: fields.optional('custom_name', string, undefined),
    comment: fields.optional('comment', string, undefined),
    customRootFields: fields.optional('custom_root_fields', customRootFields(rootFieldKeys), {}),
    columns: new Map(
      [...names].map(name => [
        name,
        {
          customName: columns.get(name)?.customName ?? legacyNames.get(name),
          comment: columns.get(name)?.comment,
        },
      ]),
    ),
  }
}

function columnConfiguration(at: Cursor) {
  const fields = new Fields(at, ['custom_name', 'comment'])
  return {
    customName: fields.optional('custom_name', string, undefined),
    comment: fields.optional('comment', string, undefined),
  }
}

function relationship(kind: 'object' | 'array'): (at: Cursor) => RelationshipEntry {
  return (at) => {
    const fields = new Fields(at, ['name', 'using', 'comment'])
    return {
      kind,
      name: fields.required('name', string),
      using: fields.required('using', using(kind)),
      comment: fields.optional('comment', string, undefined),
    }
  }
}

function using(kind: 'object' | 'array'): (at: Cursor) => RelationshipUsing {
  return (at) => {
    const fields = new Fields(at, ['foreign_key_constraint_on', 'manual_configuration'])
    const forms = [
      fields.optional('foreign_key_constraint_on', foreignKey(kind), undefined),
      fields.optional('manual_configuration', manualConfiguration, undefined),
    ].filter(form => form !== undefined)
    const [form] = forms
    if (!form || forms.length > 1)
      fail(at, 'must have exactly one of foreign_key_constraint_on and manual_configuration')
    return form
  }
}

function foreignKey(kind: 'object' | 'array'): (at: Cursor) => RelationshipUsing {
  return (at) => {
    const own = typeof at.value === 'string' || Array.isArray(at.value)
    if (own && kind === 'object') return { kind: 'own columns', columns: columnNames(at) }
    const fields = new Fields(at, ['table', 'column', 'columns'])
    const columns =
      fields.optional('columns', columnNames, undefined) ?? fields.required('column', columnNames)
    return { kind: 'their columns', table: fields.required('table', qualifiedName), columns }
  }
}

function manualConfiguration(at: Cursor): RelationshipUsing {
  const fields = new Fields(at, ['remote_table', 'column_mapping', 'insertion_order', 'source'])
  const mapping = fields.required('column_mapping', mapOf(string))
  if (mapping.size === 0) fail(fields.at('column_mapping'), 'must map at least one column')
  return {
    kind: 'manual',
    table: fields.required('remote_table', qualifiedName),
    mapping,
    insertionOrder: fields.optional(
      'insertion_order',
      oneOf('before_parent', 'after_parent'),
      undefined,
    ),
  }
}

function computedField(at: Cursor): ComputedFieldEntry {
  const fields = new Fields(at, ['name', 'definition', 'comment'])
  return {
    name: fields.required('name', string),
    comment: fields.optional('comment', string, undefined),
    ...fields.required('definition', (place) => {
      const definition = new Fields(place, ['function', 'table_argument', 'session_argument'])
      return {
        function: definition.required('function', qualifiedName),
        tableArgument: definition.optional('table_argument', string, undefined),
        sessionArgument: definition.optional('session_argument', string, undefined),
      }
    }),
  }
}

function unsupported(
  type: 'remote_relationship' | 'event_trigger',
  table: string,
): (at: Cursor) => UnsupportedEntry {
  return at => ({
    type,
    name: `${type.replace('_', ' ')} ${new Fields(at).required('name', string)} of table ${table}`,
    reason: 'this engine serves one PostgreSQL source and calls no other service',
  })
}
