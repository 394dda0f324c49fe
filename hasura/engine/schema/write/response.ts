import { byName, listOf, outputField, required } from '../builders.ts'
import type { SchemaContext, TypedTable } from '../context.ts'
import type { ObjectType } from '../types.ts'

/** `T_mutation_response`; `returning` only for a role that may read the table. */
export function mutationResponse(context: SchemaContext, target: TypedTable): ObjectType {
  return context.object(target.names.type('mutation_response'), () => ({
    description: `response of any mutation on the table "${target.table.graphqlName}"`,
    fields: () =>
      byName([
        outputField(
          context.naming.field('affected_rows'),
          required(context.scalar('Int')),
          { kind: 'affectedRows' },
          { description: 'number of rows affected by the mutation' },
        ),
        ...(target.permissions.select
          ? [
              outputField(
                'returning',
                listOf(required(target.object()), false),
                { kind: 'returning' },
                { description: 'data from the rows affected by the mutation' },
              ),
            ]
          : []),
      ]),
  }))
}
