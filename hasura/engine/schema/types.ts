import type { NamingConvention, ResolvedSource } from '../metadata/types.ts'
import type { InputAnnotation, FieldAnnotation, EnumAnnotation } from './annotation.ts'

export type * from './annotation.ts'
export type * from './write/annotation.ts'
export type * from './role-table.ts'

/**
 * The GraphQL schema of one role. Object and input types compute their fields at first use, so a
 * role costs only what its requests touch. `annotation` on fields is what the plan stage reads;
 * introspection reads the rest.
 */
export interface RoleSchema {
  readonly role: string
  readonly source: ResolvedSource
  readonly options: SchemaOptions
  readonly query: ObjectType
  /** Absent when the role can change nothing. */
  readonly mutation: ObjectType | undefined
  /** Absent when the role can subscribe to nothing. */
  readonly subscription: ObjectType | undefined
  /** Every type reachable from the roots, by name; computed once, for introspection. */
  readonly types: () => ReadonlyMap<string, NamedType>
  /** `__typename`, which every object has. */
  readonly typename: OutputField
  /** `__schema` and `__type`, which only the query root has. */
  readonly introspection: ReadonlyMap<string, OutputField>
  readonly directives: readonly Directive[]
  /** `__schema` and `__type` are refused for this role. */
  readonly introspectionDisabled: boolean
}

/** Settings of the engine that change the schema or its SQL; names as in Hasura's options. */
export interface SchemaOptions {
  /**
   * `HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES`: bigint, numeric, float8 and money come as strings.
   */
  readonly stringifyNumericTypes: boolean
  /**
   * `HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS`: select permission on the returned table is enough
   * for a query function.
   */
  readonly inferFunctionPermissions: boolean
  /** `HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE`: a null operator value is as if absent. */
  readonly booleanNullCollapse: boolean
  /**
   * `HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION`, in force only with the experimental feature
   * `naming_convention`.
   */
  readonly defaultNamingConvention: NamingConvention
  /** `HASURA_GRAPHQL_EXPERIMENTAL_FEATURES`. */
  readonly experimentalFeatures: ReadonlySet<string>
}

export type NamedType = ScalarType | EnumType | ObjectType | InputObjectType

/**
 * How a type is used at one place: wrapped in lists, nullable or not. `array` marks a list that is
 * one value of PostgreSQL, an array: it may hold nulls, and may come as an array literal, but one
 * element does not stand for a list of one.
 */
export type TypeRef =
  | {
    readonly kind: 'named'
    readonly type: NamedType
    readonly nullable: boolean
  }
  | {
    readonly kind: 'list'
    readonly of: TypeRef
    readonly nullable: boolean
    readonly array?: true
  }

/** How a GraphQL scalar's values are checked and turned into PostgreSQL's text. */
export type ScalarCodec = BuiltInCodec | ColumnCodec

/**
 * GraphQL's own scalars, as arguments that are no values of the database take them, and three
 * arguments with rules of their own.
 */
export type BuiltInCodec = 'integer' | 'boolean' | 'string' | 'limit' | 'offset' | 'jsonPath'

/**
 * Values of columns and of functions' arguments, by what they are in PostgreSQL: numbers and
 * booleans may also come as strings, which PostgreSQL then reads. `text` is every type that only
 * PostgreSQL knows.
 */
export type ColumnCodec =
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float4'
  | 'float8'
  | 'numeric'
  | 'bool'
  | 'characters'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'uuid'
  | 'json'
  | 'ltree'
  | 'text'

export interface ScalarType {
  readonly kind: 'scalar'
  readonly name: string
  readonly description: string | undefined
  readonly codec: ScalarCodec
}

export interface EnumType {
  readonly kind: 'enum'
  readonly name: string
  readonly description: string | undefined
  readonly values: () => ReadonlyMap<string, EnumValue>
}

export interface EnumValue {
  readonly name: string
  readonly description: string | undefined
  readonly annotation: EnumAnnotation
}

export interface ObjectType {
  readonly kind: 'object'
  readonly name: string
  readonly description: string | undefined
  readonly fields: () => ReadonlyMap<string, OutputField>
}

export interface OutputField {
  readonly name: string
  readonly description: string | undefined
  readonly type: TypeRef
  readonly arguments: ReadonlyMap<string, InputField>
  readonly annotation: FieldAnnotation
}

export interface InputObjectType {
  readonly kind: 'input'
  readonly name: string
  readonly description: string | undefined
  readonly fields: () => ReadonlyMap<string, InputField>
}

/**
 * A field of an input object or an argument.
 *
 * `null`: what an explicit null does. `accept` hands it to the plan; `reject` refuses it although
 * the type shown is nullable (Hasura's optional fields); a non-null type always refuses. `leaf`:
 * `static` when a scalar value decides the plan (`_is_null`), `parameter` when it only becomes a
 * parameter of the statement.
 */
export interface InputField {
  readonly name: string
  readonly description: string | undefined
  readonly type: TypeRef
  readonly null: 'accept' | 'reject'
  readonly leaf: 'static' | 'parameter'
  /** GraphQL text of the default and its annotation. */
  readonly default: InputDefault | undefined
  readonly annotation: InputAnnotation
}

export interface InputDefault {
  /** As introspection prints it: `[]`, `false`. */
  readonly text: string
}

/** The innermost type. */
export function namedTypeOf(ref: TypeRef): NamedType {
  return ref.kind === 'named' ? ref.type : namedTypeOf(ref.of)
}

/** GraphQL's text of a type: `[Int!]!`. */
export function typeText(ref: TypeRef): string {
  const inner = ref.kind === 'named' ? ref.type.name : `[${typeText(ref.of)}]`
  return ref.nullable ? inner : `${inner}!`
}

/** A directive that this API knows. */
export interface Directive {
  readonly name: string
  readonly description: string
  readonly locations: readonly string[]
  readonly arguments: ReadonlyMap<string, InputField>
}
