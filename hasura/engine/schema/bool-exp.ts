import type { ResolvedComputedField } from '../metadata/types.ts'
import { inputField, listOf, nullable, required } from './builders.ts'
import { columnComparison, typeComparison } from './comparison.ts'
import type { SchemaContext } from './context.ts'
import type { RoleTable } from './role-table.ts'
import { rowFields } from './row-fields.ts'
import type { InputField, InputObjectType } from './types.ts'

/**
 * `T_bool_exp`: readable columns, relationships and computed fields; without a select permission
 * only the connectives.
 */
export function tableBoolExp(context: SchemaContext, target: RoleTable): InputObjectType {
  const name = target.names.type('bool_exp')
  return context.input(name, () => ({
    description: `Boolean expression to filter rows from the table "${target.table.graphqlName}". All fields are combined with a logical 'AND'.`,
    fields: () => {
      const self = tableBoolExp(context, target)
      return rowFields(context, target, name, [
        inputField('_and', listOf(required(self), true), { kind: 'and' }, { null: 'reject' }),
        inputField('_or', listOf(required(self), true), { kind: 'or' }, { null: 'reject' }),
        inputField('_not', nullable(self), { kind: 'not' }, { null: 'reject' }),
        ...columnFields(context, target),
        ...computedFields(context, target),
        ...relationshipFields(context, target),
      ])
    },
  }))
}

function columnFields(context: SchemaContext, target: RoleTable): readonly InputField[] {
  return target
    .columns()
    .map(readable =>
      inputField(
        context.naming.column(readable.column),
        nullable(columnComparison(context, readable.column)),
        { kind: 'columnComparison', readable },
        { null: 'reject' },
      ),
    )
}

/** Computed fields without user arguments: a scalar is compared, a table's rows are searched. */
function computedFields(context: SchemaContext, target: RoleTable): readonly InputField[] {
  const fields: InputField[] = []
  for (const field of target.table.computedFields.values()) {
    if (hasUserArguments(field)) continue
    const name = context.naming.field({ custom: field.name })
    if (field.returns.kind === 'table') {
      const returned = context.readable(field.returns.table)
      if (returned)
        fields.push(
          inputField(
            name,
            nullable(returned.boolExp()),
            { kind: 'computedTableCondition', field, target: returned },
            { null: 'reject' },
          ),
        )
    }
    else {
      const grant = target.permissions.select?.computedFields.get(field.name)
      if (grant)
        fields.push(
          inputField(
            name,
            nullable(typeComparison(context, field.returns.type)),
            { kind: 'computedComparison', field, grant },
            { null: 'reject' },
          ),
        )
    }
  }
  return fields
}

/** Whether a client may or must pass arguments to a computed field. */
export function hasUserArguments(field: ResolvedComputedField): boolean {
  return field.arguments.some(argument => argument.kind === 'user')
}

function relationshipFields(context: SchemaContext, target: RoleTable): readonly InputField[] {
  if (!target.permissions.select) return []
  const fields: InputField[] = []
  for (const relationship of target.table.relationships.values()) {
    const related = context.readable(relationship.target)
    if (!related) continue
    fields.push(
      inputField(
        relationship.name,
        nullable(related.boolExp()),
        { kind: 'relationshipCondition', relationship, target: related },
        { null: 'reject' },
      ),
    )
    const isHidden = context.options.experimentalFeatures.has('hide_aggregation_predicates')
    if (
      relationship.kind === 'array'
      && related.permissions.select?.allowAggregations
      && !isHidden
    ) {
      const name = context.naming.field({ custom: relationship.name }, 'aggregate')
      fields.push(
        inputField(
          name,
          nullable(related.aggregateBoolExp()),
          { kind: 'aggregateCondition', relationship, target: related },
          { null: 'reject' },
        ),
      )
    }
  }
  return fields
}
