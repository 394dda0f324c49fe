import type { Operation, Selection } from '../../document/types.ts'
import type { FieldAnnotation, RoleTable } from '../../schema/types.ts'
import { responseAnswer, rowAnswer } from './response.ts'
import type { PlanContext } from '../context.ts'
import { planDelete } from './delete.ts'
import { planInsert } from './insert.ts'
import { argumentEntries, listItems, objectEntries, valueOf } from '../arguments.ts'
import type { Answer, Change, MutationField, MutationPlan, WritePlan } from './types.ts'
import { functionField } from '../read/query.ts'
import type { QueryPlan } from '../types.ts'
import { planUpdate } from './update.ts'

type Meaning<Kind extends FieldAnnotation['kind']> = Extract<
  FieldAnnotation,
  { readonly kind: Kind }
>
type PlannedField = MutationField<WritePlan, QueryPlan>
type PlannedChange = Change<WritePlan, QueryPlan>

/**
 * The plan of a mutation: its fields in order.
 *
 * @throws EngineError where arguments do not go together
 */
export function planMutation(operation: Operation, context: PlanContext): MutationPlan {
  return {
    kind: 'mutation',
    fields: mutationFields(operation.selections, operation.root.name, context),
  }
}

function mutationFields(
  selections: readonly Selection[],
  typeName: string,
  context: PlanContext,
): PlannedField[] {
  return selections.map((selection): PlannedField => {
    const { annotation } = selection.field
    const { responseKey: key, path } = selection
    switch (annotation.kind) {
      case 'typename':
        return { kind: 'constant', key, json: JSON.stringify(typeName) }
      case 'namespace':
        return {
          kind: 'namespace',
          key,
          fields: mutationFields(selection.selections ?? [], selection.type?.name ?? '', context),
        }
      case 'functionRoot':
        return {
          kind: 'read',
          key,
          path,
          read: { kind: 'query', fields: [functionField(selection, annotation, context)] },
        }
      case 'insertRoot':
        return { kind: 'change', key, change: insertChange(selection, annotation, context) }
      case 'updateRoot':
        return annotation.rows === 'many'
          ? {
              kind: 'changes',
              key,
              changes: updateManyChanges(selection, annotation.target, context),
            }
          : {
              kind: 'change',
              key,
              change: updateChange(selection, annotation.target, annotation.rows, context),
            }
      case 'deleteRoot':
        return { kind: 'change', key, change: deleteChange(selection, annotation, context) }
      default:
        throw new Error(`${annotation.kind} is no root field of mutations`)
    }
  })
}

function insertChange(
  selection: Selection,
  { target, one }: Meaning<'insertRoot'>,
  context: PlanContext,
): PlannedChange {
  const entries = argumentEntries(selection)
  const answer = one
    ? rowAnswer(selection, target, context)
    : responseAnswer(selection, target, context)
  const steps = planInsert(
    target,
    valueOf(entries, one ? 'object' : 'objects'),
    valueOf(entries, 'on_conflict'),
    keepsRows(answer),
    context,
  )
  return { steps, answer }
}

function updateChange(
  selection: Selection,
  target: RoleTable,
  rows: 'where' | 'primaryKey',
  context: PlanContext,
): PlannedChange {
  const answer =
    rows === 'primaryKey'
      ? rowAnswer(selection, target, context)
      : responseAnswer(selection, target, context)
  const place = {
    rows,
    entries: argumentEntries(selection),
    path: `${selection.path}.args`,
    keepsRows: keepsRows(answer),
  }
  return { steps: statements(planUpdate(target, place, context)), answer }
}

function updateManyChanges(
  selection: Selection,
  target: RoleTable,
  context: PlanContext,
): PlannedChange[] {
  const answer = responseAnswer(selection, target, context)
  return listItems(valueOf(argumentEntries(selection), 'updates')).map((update): PlannedChange => {
    const place = {
      rows: 'where',
      entries: objectEntries(update),
      path: update.path,
      keepsRows: keepsRows(answer),
    } as const
    return { steps: statements(planUpdate(target, place, context)), answer }
  })
}

function deleteChange(
  selection: Selection,
  { target, rows }: Meaning<'deleteRoot'>,
  context: PlanContext,
): PlannedChange {
  const answer =
    rows === 'primaryKey'
      ? rowAnswer(selection, target, context)
      : responseAnswer(selection, target, context)
  return {
    steps: statements(
      planDelete(target, rows, argumentEntries(selection), keepsRows(answer), context),
    ),
    answer,
  }
}

function keepsRows(answer: Answer<QueryPlan>): boolean {
  return answer.read !== undefined
}

function statements(plan: WritePlan | undefined): PlannedChange['steps'] {
  return { kind: 'statements', statements: plan ? [plan] : [] }
}
