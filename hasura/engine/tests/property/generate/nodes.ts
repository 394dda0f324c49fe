// GraphQL syntax nodes, shortly.
import {
  Kind,
  type ArgumentNode,
  type ConstDirectiveNode,
  type DirectiveNode,
  type FieldNode,
  type NameNode,
  type ObjectFieldNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

/** A name. */
export const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value })

/** A field as it is selected. */
export interface FieldParts {
  readonly alias?: string | undefined
  readonly arguments?: readonly ArgumentNode[]
  readonly directives?: readonly DirectiveNode[]
  readonly selectionSet?: SelectionSetNode | undefined
}

/** `alias: name(arguments) @directives { … }` */
export function fieldNode(
  name: string,
  { alias, selectionSet, ...parts }: FieldParts = {},
): FieldNode {
  return {
    kind: Kind.FIELD,
    name: nameNode(name),
    ...parts,
    ...(alias === undefined ? {} : { alias: nameNode(alias) }),
    ...(selectionSet ? { selectionSet } : {}),
  }
}

/** `{ … }` */
export const selectionSetNode = (selections: readonly SelectionNode[]): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections: [...selections],
})

/** `name: value` among a field's arguments. */
export const argumentNode = (name: string, value: ValueNode): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: nameNode(name),
  value,
})

/** `name: value` in an input object. */
export const objectFieldNode = (name: string, value: ValueNode): ObjectFieldNode => ({
  kind: Kind.OBJECT_FIELD,
  name: nameNode(name),
  value,
})

/** `{name: value, …}` */
export const objectNode = (fields: readonly ObjectFieldNode[]): ValueNode => ({
  kind: Kind.OBJECT,
  fields: [...fields],
})

/** `[value, …]` */
export const listNode = (values: readonly ValueNode[]): ValueNode => ({
  kind: Kind.LIST,
  values: [...values],
})

/** `"text"` */
export const stringNode = (value: string): ValueNode => ({ kind: Kind.STRING, value, block: false })

/** `true` or `false` */
export const booleanNode = (value: boolean) => ({ kind: Kind.BOOLEAN, value }) as const

/** A number by its digits. */
export const numberNode = (digits: string): ValueNode => ({
  kind: /^-?\d+$/.test(digits) ? Kind.INT : Kind.FLOAT,
  value: digits,
})

/** An enum value. */
export const enumNode = (value: string): ValueNode => ({ kind: Kind.ENUM, value })

/** `null` */
export const nullNode: ValueNode = { kind: Kind.NULL }

/** `@include(if: …)` or `@skip(if: …)` */
export function conditionNode(name: 'include' | 'skip', holds: boolean): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: nameNode(name),
    arguments: [{ kind: Kind.ARGUMENT, name: nameNode('if'), value: booleanNode(holds) }],
  }
}
