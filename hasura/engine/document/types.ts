import type { JsonValue } from '../json/json.ts'
import type { ValueNode } from 'graphql/language'
import type {
  EnumType,
  EnumValue,
  InputField,
  InputObjectType,
  ObjectType,
  OutputField,
  ScalarType,
} from '../schema/types.ts'

export type Variables = Readonly<Record<string, JsonValue>>

export type OperationType = 'query' | 'mutation' | 'subscription'

/**
 * A validated operation: fragments merged, directives applied, arguments checked against the role's
 * schema.
 */
export interface Operation {
  readonly type: OperationType
  readonly name: string | undefined
  readonly root: ObjectType
  readonly selections: readonly Selection[]
}

/** One field of a selection set; `field.annotation` tells the plan what to do. */
export interface Selection {
  readonly responseKey: string
  readonly field: OutputField
  /** Hasura's path to this field, for errors found later: `$.selectionSet.author`. */
  readonly path: string
  /** Given arguments by their GraphQL name; an absent argument with a default holds the default. */
  readonly arguments: ReadonlyMap<string, ArgumentValue>
  /** Fields below, in selection order; `undefined` for a leaf. */
  readonly selections: readonly Selection[] | undefined
  /** The object type of `selections`. */
  readonly type: ObjectType | undefined
}

/**
 * An argument checked against its input type. Everything that shapes the plan (nulls, enum values,
 * keys, list lengths) is resolved; scalars, arrays among them, stay references, so that one plan
 * serves all variables of the same shape.
 */
export type ArgumentValue =
  | { readonly kind: 'null', readonly path: string }
  /**
   * `given` is the value at hand; only where the schema says that it is static may a plan look at
   * it.
   */
  | {
    readonly kind: 'scalar'
    readonly scalar: ScalarType
    readonly text: RequestText
    readonly given: JsonValue
    readonly path: string
  }
  | {
    readonly kind: 'enum'
    readonly type: EnumType
    readonly value: EnumValue
    readonly path: string
  }
  /** `scalars`: the items as one array, when they are scalars. */
  | {
    readonly kind: 'list'
    readonly items: readonly ArgumentValue[]
    readonly scalars: RequestText | undefined
    readonly path: string
  }
  | {
    readonly kind: 'object'
    readonly type: InputObjectType
    readonly entries: readonly ObjectEntry[]
    readonly path: string
  }

/** One given key of an input object. */
export interface ObjectEntry {
  readonly field: InputField
  readonly value: ArgumentValue
}

/** A text for PostgreSQL that each request of a shape gives anew. */
export interface RequestText {
  /** Equal keys mean equal texts in every request. */
  readonly key: string
  /** The text, where the document alone gives it; null is SQL NULL. */
  readonly constant: string | null | undefined
  /** @throws EngineError validation-failed or parse-failed, as when the document was validated */
  readonly read: (request: RequestValues) => string | null
}

/** The values that a request supplies for an operation's variables. */
export interface RequestValues {
  readonly variables: Variables
  readonly fallbacks: Fallbacks
}

/** The declared defaults of an operation's variables, by name. */
export type Fallbacks = ReadonlyMap<string, { readonly fallback: ValueNode | undefined }>
