import type { ArgumentSource } from '../metadata/types.ts'
import { inputField, nullable, required } from './builders.ts'
import type { NameOwner, TypeName } from './claims.ts'
import type { SchemaContext } from './context.ts'
import type { InputAnnotation } from './annotation.ts'
import type { InputField } from './types.ts'

/** The input object of a function's arguments, and the description of `args`. */
export interface ArgumentsType {
  readonly owner: NameOwner
  readonly typeName: TypeName
  readonly description: string
}

/**
 * The `args` argument of a function's field: nothing when the client has nothing to pass, required
 * when an argument has no default. Inside, every field may be left out or null; the plan stage
 * refuses a missing mandatory argument.
 */
export function functionArguments(
  context: SchemaContext,
  sources: readonly ArgumentSource[],
  { owner, typeName, description }: ArgumentsType,
): readonly InputField[] {
  const fields = sources.flatMap((source, index) =>
    source.kind === 'user' ? [{ index, argument: source.argument }] : [],
  )
  if (fields.length === 0) return []
  const type = context.input(typeName, () => ({
    description: undefined,
    fields: () =>
      context.claims.fields(
        typeName,
        fields.map(({ index, argument }) => {
          const name = context.naming.field(argument.graphqlName)
          const annotation: InputAnnotation = {
            kind: 'functionArgument',
            index,
            type: argument.type,
          }
          return { owner, field: inputField(name, context.typeOf(argument.type, true), annotation) }
        }),
      ),
  }))
  const mandatory = fields.some(({ argument }) => !argument.hasDefault)
  const ref = mandatory ? required(type) : nullable(type)
  return [inputField('args', ref, { kind: 'argument' }, { description })]
}
