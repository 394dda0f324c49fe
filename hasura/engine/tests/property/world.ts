import type pg from 'pg'
import type { Engine, Session } from '../../index.ts'
import type { Spelling } from './spelling.ts'

/**
 * A database, an engine in front of it, and what the people of this world may do: stated without
 * the engine's help.
 */
export interface World {
  readonly name: string
  readonly engine: Engine
  /** Address of the engine's HTTP server. */
  readonly url: string
  readonly client: pg.ClientBase
  readonly spelling: Spelling
  /** The field of each root that holds its fields, if there is one. */
  readonly namespace: string | undefined
  readonly tables: readonly WorldTable[]
  readonly sessions: readonly WorldSession[]
  /**
   * Root fields and computed fields that come from functions, in Hasura's own spelling: which rows
   * they give is not predicted.
   */
  readonly functions: ReadonlySet<string>
  /**
   * Fields of type json, which PostgreSQL cannot compare or sort. Hasura offers the operators and
   * answers `database query error`, and so does the engine: they are not asked for.
   */
  readonly incomparable: ReadonlySet<string>
  /** The same of fields whose type has no `max` and `min` in PostgreSQL: uuid and ltree. */
  readonly withoutMax: ReadonlySet<string>
  readonly close: () => Promise<void>
}

/** A table or view as GraphQL shows it. */
export interface WorldTable {
  /** Name of the object type, in Hasura's own spelling. */
  readonly type: string
  /** Its name in the database. */
  readonly name: string
  /** The same, quoted. */
  readonly sql: string
  /** The columns that identify a row. */
  readonly key: readonly string[]
  /** All columns, by their names in the database. */
  readonly columns: readonly string[]
  /** What a scalar field shows: SQL over the row `t`. */
  readonly fields: ReadonlyMap<string, string>
  /** The fields whose numbers come as strings. */
  readonly stringified: ReadonlySet<string>
  readonly relationships: ReadonlyMap<string, WorldRelationship>
  readonly isView: boolean
}

/** Rows of another table whose columns equal this row's. */
export interface WorldRelationship {
  /** Type name of the other table. */
  readonly to: string
  readonly many: boolean
  readonly on: readonly { readonly local: string, readonly remote: string }[]
}

/**
 * One caller and what the caller may see. Conditions are SQL over the row `t`; a type that is not
 * named is not there for the role.
 */
export interface WorldSession {
  readonly session: Session
  readonly visible: Readonly<Record<string, string>>
  /** The same for another content of the database, where the conditions name rows. */
  readonly visibleIn?: (content: Content) => Readonly<Record<string, string>>
  /** Fields that are null unless a condition holds, by type and field. */
  readonly masks?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The role's limit on rows of a list, by type. */
  readonly limits?: Readonly<Record<string, number>>
  readonly writes: Writes
}

/** All rows of all tables, by type and key. */
export type Content = ReadonlyMap<string, ReadonlyMap<string, Row>>

/** A row as JSON, by the names of the database. */
export type Row = Readonly<Record<string, unknown>>

/** Why a difference that a mutation made is not allowed; empty when all is well. */
export type Writes = (
  before: Content,
  after: Content,
) => readonly string[] | Promise<readonly string[]>

/** A session of a role; `variables` without `x-hasura-`. */
export function sessionOf(role: string, variables: Readonly<Record<string, string>> = {}): Session {
  const named = Object.entries(variables).map(([name, value]) => [`x-hasura-${name}`, value])
  return {
    role,
    variables: { 'x-hasura-role': role, ...(Object.fromEntries(named) as Record<string, string>) },
    backendOnly: false,
    expiresAt: undefined,
  }
}

/** A name in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string in SQL. */
export function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll('\'', '\'\'')}'`
}
