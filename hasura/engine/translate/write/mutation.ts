import type {
  Change,
  InsertObject,
  MutationField,
  MutationPlan,
  WritePlan,
  WriteSteps,
} from '../../plan/write/types.ts'
import type { QueryPlan } from '../../plan/types.ts'
import type { MutationProgram, WriteStatement } from './types.ts'
import { translateQuery } from '../query.ts'
import type { Statement } from '../types.ts'
import { translateWrite } from './statement.ts'

/** The same tree with a statement in every place. */
export function translateMutation(plan: MutationPlan): MutationProgram {
  return { kind: 'mutation', fields: plan.fields.map(field) }
}

function field(
  planned: MutationField<WritePlan, QueryPlan>,
): MutationField<WriteStatement, Statement> {
  switch (planned.kind) {
    case 'constant':
      return planned
    case 'namespace':
      return { ...planned, fields: planned.fields.map(field) }
    case 'read':
      return { ...planned, read: translateQuery(planned.read) }
    case 'change':
      return { ...planned, change: change(planned.change) }
    case 'changes':
      return { ...planned, changes: planned.changes.map(change) }
  }
}

function change({
  steps: planned,
  answer,
}: Change<WritePlan, QueryPlan>): Change<WriteStatement, Statement> {
  return {
    steps: steps(planned),
    answer: { ...answer, read: answer.read && translateQuery(answer.read) },
  }
}

function steps(planned: WriteSteps<WritePlan>): WriteSteps<WriteStatement> {
  return planned.kind === 'statements'
    ? { kind: 'statements', statements: planned.statements.map(translateWrite) }
    : { kind: 'objects', objects: planned.objects.map(insertObject) }
}

function insertObject(planned: InsertObject<WritePlan>): InsertObject<WriteStatement> {
  return {
    ...planned,
    before: planned.before.map(item => ({ ...item, object: insertObject(item.object) })),
    write: translateWrite(planned.write),
    after: planned.after.map(steps),
  }
}
