import { displayName } from '../../catalog/types.ts'
import type { ArgumentValue } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type { ResolvedRelationship } from '../../metadata/types.ts'
import type { RoleTable } from '../../schema/types.ts'
import type { PlanContext } from '../context.ts'
import { listItems, objectEntries, valueOf } from '../arguments.ts'
import { checkOf, presetsOf } from './rows.ts'
import type {
  BeforeInsert,
  Capture,
  InsertObject,
  InsertPlan,
  OnConflictPlan,
  WritePlan,
  WriteSteps,
} from './types.ts'
import { planOnConflict } from './on-conflict.ts'
import { columnRef } from '../read/columns.ts'
import type { SqlColumnRef, Value } from '../types.ts'
import { argumentValue } from '../read/value.ts'

/** Values by column name. */
type RowValues = ReadonlyMap<string, Value>

/** Rows to insert into one table in one way. */
export interface InsertPlace {
  readonly target: RoleTable
  readonly onConflict: OnConflictPlan | undefined
  /** Columns that a parent row determines. */
  readonly fromParent: RowValues
  readonly keepsRows: boolean
}

/**
 * PostgreSQL takes 65,535 parameters a statement; more rows than fit go into further statements.
 */
const parametersPerStatement = 32_000

const noValues: RowValues = new Map()

/** The rows of `objects` (or the one of `object`) with what hangs on them. */
export function planInsert(
  target: RoleTable,
  objects: ArgumentValue | undefined,
  onConflict: ArgumentValue | undefined,
  keepsRows: boolean,
  context: PlanContext,
): WriteSteps<WritePlan> {
  const place: InsertPlace = {
    target,
    onConflict: planOnConflict(onConflict, target, context),
    fromParent: noValues,
    keepsRows,
  }
  return insertRows(objects, place, context)
}

/**
 * Rows without relationships go together; else each goes on its own, between what it needs and what
 * needs it.
 */
function insertRows(
  argument: ArgumentValue | undefined,
  place: InsertPlace,
  context: PlanContext,
): WriteSteps<WritePlan> {
  if (argument?.kind === 'object')
    return { kind: 'objects', objects: [insertObject(readObject(argument), place, context)] }
  const objects = listItems(argument).map(readObject)
  const path = argument?.path ?? '$'
  if (objects.some(({ relationships }) => relationships.length > 0)) {
    return {
      kind: 'objects',
      objects: objects.map((object, index) =>
        insertObject({ ...object, path: `${path}[${index}]` }, place, context),
      ),
    }
  }
  objects.forEach(({ columns }, index) => {
    assertNotFromParent(columns, place, `${path}[${index}]`)
  })
  return {
    kind: 'statements',
    statements: insertTogether(
      objects.map(({ columns }) => columns),
      place,
      path,
      context,
    ),
  }
}

/** An input object, its columns apart from its relationships. */
interface ReadObject {
  readonly columns: RowValues
  readonly relationships: readonly ReadRelationship[]
  readonly path: string
}

interface ReadRelationship {
  readonly relationship: ResolvedRelationship
  readonly target: RoleTable
  /** `{data, on_conflict}` */
  readonly value: ArgumentValue
  readonly data: ArgumentValue
}

function readObject(argument: ArgumentValue): ReadObject {
  const columns = new Map<string, Value>()
  const relationships: ReadRelationship[] = []
  for (const { field, value } of objectEntries(argument)) {
    const { annotation } = field
    if (annotation.kind === 'insertColumn')
      columns.set(annotation.column.name, argumentValue(value))
    if (annotation.kind === 'insertRelationship') {
      const data = valueOf(objectEntries(value), 'data')
      if (data && !(data.kind === 'list' && data.items.length === 0))
        relationships.push({
          relationship: annotation.relationship,
          target: annotation.target,
          value,
          data,
        })
    }
  }
  return { columns, relationships, path: argument.path }
}

function assertNotFromParent(columns: RowValues, { fromParent }: InsertPlace, path: string): void {
  const given = [...columns.keys()].filter(name => fromParent.has(name))
  if (given.length > 0) {
    throw new EngineError(
      'validation-failed',
      `cannot insert ${quoted(given)} columns as their values are already being determined by parent insert`,
      path,
    )
  }
}

function insertObject(
  object: ReadObject,
  place: InsertPlace,
  context: PlanContext,
): InsertObject<WritePlan> {
  const { path, columns } = object
  assertNotFromParent(columns, place, path)
  const first = object.relationships.filter(
    ({ relationship }) => relationship.insertionOrder === 'before_parent',
  )
  const later = object.relationships.filter(
    ({ relationship }) => relationship.insertionOrder === 'after_parent',
  )
  for (const { relationship } of first) assertUndetermined(relationship, columns, place, path)
  const determined = new Map([
    ...place.fromParent,
    ...first.flatMap(({ relationship, target, data }) =>
      relationship.mapping.map(({ local, remote }): [string, Value] => [
        local,
        captured(target, data.path, remote),
      ]),
    ),
  ])
  const captures = later.flatMap(({ relationship }) =>
    relationship.mapping.map(({ local }) => capture(path, local)),
  )
  const [write] = insertTogether(
    [new Map([...determined, ...columns])],
    place,
    path,
    context,
    captures,
  )
  if (!write) throw new Error('one row makes one statement')
  return {
    before: first.map(relation => insertBefore(relation, path, context)),
    write,
    after: later.map(relation => insertAfter(relation, place.target, path, context)),
    table: displayName(place.target.table.name),
    path,
  }
}

function assertUndetermined(
  relationship: ResolvedRelationship,
  columns: RowValues,
  { fromParent }: InsertPlace,
  path: string,
): void {
  const given = relationship.mapping
    .map(({ local }) => local)
    .filter(name => columns.has(name) || fromParent.has(name))
  if (given.length > 0) {
    throw new EngineError(
      'validation-failed',
      `cannot insert object relationship "${relationship.name}" as ${quoted(given)} column values are already determined`,
      `${path}.${relationship.name}`,
    )
  }
}

/** The related row keeps the columns that its parent takes over. */
function insertBefore(
  { relationship, target, value, data }: ReadRelationship,
  path: string,
  context: PlanContext,
): BeforeInsert<WritePlan> {
  const onConflict = planOnConflict(valueOf(objectEntries(value), 'on_conflict'), target, context)
  const object = insertObject(
    readObject(data),
    { target, onConflict, fromParent: noValues, keepsRows: false },
    context,
  )
  const captures = relationship.mapping.map(({ remote }) => capture(data.path, remote))
  return {
    relationship: relationship.name,
    object: {
      ...object,
      write: { ...object.write, captures: [...object.write.captures, ...captures] },
    },
    path: `${path}.${relationship.name}`,
  }
}

/** Related rows that take over columns of the row at `path`. */
function insertAfter(
  { relationship, target, value, data }: ReadRelationship,
  parent: RoleTable,
  path: string,
  context: PlanContext,
): WriteSteps<WritePlan> {
  const onConflict = planOnConflict(valueOf(objectEntries(value), 'on_conflict'), target, context)
  const fromParent = new Map(
    relationship.mapping.map(({ local, remote }): [string, Value] => [
      remote,
      captured(parent, path, local),
    ]),
  )
  return insertRows(data, { target, onConflict, fromParent, keepsRows: false }, context)
}

/** The row at `path` keeps the new value of a column under this name. */
function capture(path: string, column: string): Capture {
  return { column, name: `${path} ${column}` }
}

function captured(table: RoleTable, path: string, column: string): Value {
  const { name } = capture(path, columnRef(table.table, column).name)
  return { kind: 'runtime', key: `runtime:${name}`, name }
}

/**
 * Rows of one table in as few statements as the number of parameters allows. What a role presets is
 * never the client's to choose.
 */
function insertTogether(
  rows: readonly RowValues[],
  place: InsertPlace,
  path: string,
  context: PlanContext,
  captures: readonly Capture[] = [],
): InsertPlan[] {
  const { target } = place
  const permission = target.permissions.insert
  if (!permission) throw new Error(`the role has no insert permission on ${target.table.name.name}`)
  const presets = new Map(
    presetsOf(permission.presets, target).map(({ column, value }) => [column.name, value]),
  )
  const complete = rows.map((row): RowValues => new Map([...place.fromParent, ...row, ...presets]))
  const columns = columnsOf(complete, target)
  return chunks(complete, Math.max(1, Math.floor(parametersPerStatement / columns.length))).map(
    (chunk): InsertPlan => ({
      kind: 'insert',
      table: target.table.name,
      path,
      keepsRows: place.keepsRows,
      captures,
      columns,
      rows: chunk.map(row => columns.map(({ name }) => row.get(name))),
      onConflict: place.onConflict,
      check: checkOf(permission.check, target, context),
    }),
  )
}

/** Every column that some row gives. Rows of nothing but defaults still need one column to name. */
function columnsOf(rows: readonly RowValues[], { table }: RoleTable): SqlColumnRef[] {
  const names = [...table.columns.keys()]
  const given = names.filter(name => rows.some(row => row.has(name)))
  return (given.length > 0 ? given : names.slice(0, 1)).map(name => columnRef(table, name))
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

function quoted(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ')
}
