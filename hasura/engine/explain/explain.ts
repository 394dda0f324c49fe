import type { InsertObject, MutationField, WriteSteps } from '../plan/write/types.ts'
import type { Value } from '../plan/types.ts'
import type { Program } from '../translate/operation.ts'
import type { WriteStatement } from '../translate/write/types.ts'
import type { Statement } from '../translate/types.ts'

/** A statement as PostgreSQL gets it. */
export interface ExplainedStatement {
  readonly sql: string
  /**
   * What `$1`, `$2`, … hold: a session variable's name, else `session` (all of it), `request`,
   * `constant` or `runtime`.
   */
  readonly parameters: readonly string[]
  /**
   * Ranges of `sql` (`[start, end)`) that the role's permissions put there; undefined where they
   * are not recorded.
   */
  readonly permissionRanges: readonly (readonly [number, number])[] | undefined
}

type Field = MutationField<WriteStatement, Statement>
type AnyStatement = Pick<Statement, 'text' | 'parameters'>
  & Partial<Pick<Statement, 'permissionRanges'>>

/** The statements of a planned operation, in the order in which they run. */
export function explainProgram(program: Program): readonly ExplainedStatement[] {
  const statements: readonly AnyStatement[] =
    program.kind === 'mutation' ? program.fields.flatMap(fieldStatements) : [program.statement]
  return statements.map(({ text, parameters, permissionRanges }) => ({
    sql: text,
    parameters: parameters.map(sourceOf),
    permissionRanges,
  }))
}

function sourceOf(value: Value): string {
  switch (value.kind) {
    case 'session':
      return value.variable
    case 'sessionObject':
      return 'session'
    case 'input':
      return 'request'
    case 'constant':
    case 'runtime':
      return value.kind
  }
}

function fieldStatements(field: Field): readonly AnyStatement[] {
  switch (field.kind) {
    case 'constant':
      return []
    case 'namespace':
      return field.fields.flatMap(fieldStatements)
    case 'read':
      return [field.read]
    case 'change':
      return [...stepStatements(field.change.steps), ...reads(field.change.answer.read)]
    case 'changes':
      return field.changes.flatMap(({ steps, answer }) => [
        ...stepStatements(steps),
        ...reads(answer.read),
      ])
  }
}

function reads(statement: Statement | undefined): readonly AnyStatement[] {
  return statement ? [statement] : []
}

function stepStatements(steps: WriteSteps<WriteStatement>): readonly AnyStatement[] {
  return steps.kind === 'statements' ? steps.statements : steps.objects.flatMap(objectStatements)
}

function objectStatements({
  before,
  write,
  after,
}: InsertObject<WriteStatement>): readonly AnyStatement[] {
  return [
    ...before.flatMap(({ object }) => objectStatements(object)),
    write,
    ...after.flatMap(stepStatements),
  ]
}
