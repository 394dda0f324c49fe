import { EngineError } from '../errors.ts'
import {
  writtenRows,
  type Answer,
  type Change,
  type InsertObject,
  type MutationField,
  type WriteSteps,
} from '../plan/write/types.ts'
import { arrayLiteral } from '../sql/array-literal.ts'
import type { MutationProgram, WriteStatement } from '../translate/write/types.ts'
import type { Statement } from '../translate/types.ts'
import { bindValues, type Bindings } from './bind.ts'
import type { BoundStatement, StatementRunner, TextRow } from './types.ts'

/**
 * Runs a mutation's fields in order and gives the JSON of `data`.
 *
 * @param runner runs inside the mutation's transaction; an error must roll it back
 * @throws EngineError permission-error when a written row fails its check, not-supported when a
 *   nested insert lacks its parent row, else what the database's error maps to
 */
export async function runMutation(
  program: MutationProgram,
  runner: StatementRunner,
  bindings: Bindings,
): Promise<string> {
  const run: Run = { runner, bindings, runtime: new Map() }
  return runFields(program.fields, run)
}

interface Run {
  readonly runner: StatementRunner
  readonly bindings: Bindings
  /** Values that the steps so far have given, by name. */
  readonly runtime: Map<string, string | null>
}

/** Fills a statement's parameters from the request, the session and the steps so far. */
function bound(
  { text, name, parameters }: Pick<WriteStatement, 'text' | 'name' | 'parameters'>,
  { bindings, runtime }: Run,
): BoundStatement {
  return { text, name, values: bindValues(parameters, { ...bindings, runtime }) }
}

/** The outcome of a write: the number of all rows, and the kept rows of the field's own table. */
interface Written {
  readonly affected: number
  readonly rows: readonly string[]
}

type Field = MutationField<WriteStatement, Statement>

async function runFields(fields: readonly Field[], run: Run): Promise<string> {
  const parts: string[] = []
  for (const field of fields)
    parts.push(`${JSON.stringify(field.key)}:${await runField(field, run)}`)
  return `{${parts.join(',')}}`
}

async function runField(field: Field, run: Run): Promise<string> {
  switch (field.kind) {
    case 'constant':
      return field.json
    case 'namespace':
      return runFields(field.fields, run)
    case 'read':
      return columnText(await read(field.read, run, field.path), 0)
    case 'change':
      return runChange(field.change, run)
    case 'changes': {
      const answers: string[] = []
      for (const change of field.changes) answers.push(await runChange(change, run))
      return `[${answers.join(',')}]`
    }
  }
}

async function runChange(
  { steps, answer }: Change<WriteStatement, Statement>,
  run: Run,
): Promise<string> {
  const written = await runSteps(steps, run)
  return answerText(answer, written, run)
}

async function answerText(
  answer: Answer<Statement>,
  { affected, rows }: Written,
  run: Run,
): Promise<string> {
  run.runtime.set(writtenRows, arrayLiteral(rows))
  const row = answer.read && rows.length > 0 ? await read(answer.read, run, '$') : undefined
  return answer.pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'text':
          return piece.text
        case 'affectedRows':
          return String(affected)
        case 'rows':
          return row ? columnText(row, piece.column) : piece.empty
      }
    })
    .join('')
}

async function read(statement: Statement, run: Run, path: string): Promise<TextRow> {
  const [row] = await run.runner.run(bound(statement, run), { path })
  return row ?? []
}

function columnText(row: TextRow, column: number): string {
  return row[column] ?? 'null'
}

async function runSteps(steps: WriteSteps<WriteStatement>, run: Run): Promise<Written> {
  const written: Written[] = []
  if (steps.kind === 'statements') {
    for (const statement of steps.statements) written.push(await write(statement, run))
  }
  else {
    for (const object of steps.objects) written.push(await runObject(object, run))
  }
  return {
    affected: written.reduce((sum, { affected }) => sum + affected, 0),
    rows: written.flatMap(({ rows }) => rows),
  }
}

/** `inserted`: whether the object's own row was; without it nothing can refer to it. */
async function runObject(
  object: InsertObject<WriteStatement>,
  run: Run,
): Promise<Written & { readonly inserted: boolean }> {
  let affected = 0
  for (const { relationship, object: related, path } of object.before) {
    const before = await runObject(related, run)
    if (!before.inserted) {
      throw new EngineError(
        'not-supported',
        `cannot proceed to insert object relation "${relationship}" since insert to table "${related.table}" affects zero rows`,
        path,
      )
    }
    affected += before.affected
  }
  const own = await write(object.write, run)
  const inserted = own.affected > 0
  if (!inserted && object.after.length > 0) {
    throw new EngineError(
      'not-supported',
      `cannot proceed to insert array relations since insert to table "${object.table}" affects zero rows`,
      object.path,
    )
  }
  for (const steps of object.after) affected += (await runSteps(steps, run)).affected
  return { affected: affected + own.affected, rows: own.rows, inserted }
}

async function write(statement: WriteStatement, run: Run): Promise<Written> {
  const { returns, captures, path } = statement
  const rows = await run.runner.run(bound(statement, run), { path })
  if (rows.some(([, passed]) => passed === 'f' || passed === 'false')) {
    throw new EngineError(
      'permission-error',
      'check constraint of an insert/update permission has failed',
      path,
    )
  }
  if (returns === 'count') return { affected: Number(rows[0]?.[0] ?? 0), rows: [] }
  captures.forEach((name, index) => run.runtime.set(name, rows[0]?.[index + 2] ?? null))
  return { affected: rows.length, rows: rows.flatMap(([row]) => row ?? []) }
}
