// Annotations of schema fields for the plan stage: the read side. Those of mutations are in
// write/annotation.ts.
import type { ComparisonOperator } from '../metadata/operators.ts'
import type {
  Grant,
  ResolvedComputedField,
  ResolvedFunction,
  ResolvedRelationship,
} from '../metadata/types.ts'
import type { ReadableColumn, RoleTable } from './role-table.ts'
import type {
  MutationEnumMeaning,
  MutationAnnotation,
  MutationInputMeaning,
} from './write/annotation.ts'
import type { SqlType } from '../sql/types.ts'

/** The annotation of an output field. */
export type FieldAnnotation =
  /**
   * `stringified`: the number is printed as a string; `upperCase`: an enum value is printed in
   * upper case.
   */
  | {
    readonly kind: 'column'
    readonly readable: ReadableColumn
    readonly stringified: boolean
    readonly upperCase: boolean
  }
  | {
    readonly kind: 'computedScalar'
    readonly field: ResolvedComputedField
    readonly grant: Grant
    readonly stringified: boolean
  }
  | {
    readonly kind: 'computedTable'
    readonly field: ResolvedComputedField
    readonly target: RoleTable
  }
  | {
    readonly kind: 'relationship'
    readonly relationship: ResolvedRelationship
    readonly target: RoleTable
  }
  | {
    readonly kind: 'relationshipAggregate'
    readonly relationship: ResolvedRelationship
    readonly target: RoleTable
  }
  | { readonly kind: 'selectRoot', readonly target: RoleTable }
  | { readonly kind: 'selectByPkRoot', readonly target: RoleTable }
  | { readonly kind: 'selectAggregateRoot', readonly target: RoleTable }
  | { readonly kind: 'selectStreamRoot', readonly target: RoleTable }
  | {
    readonly kind: 'functionRoot'
    readonly function: ResolvedFunction
    readonly target: RoleTable
    readonly aggregate: boolean
  }
  | { readonly kind: 'aggregateNodes' }
  | { readonly kind: 'aggregateFields' }
  | { readonly kind: 'aggregateCount' }
  /** `sum`, `max`, …: an object with the columns it applies to. */
  | { readonly kind: 'aggregateGroup', readonly function: AggregateFunction }
  | { readonly kind: 'typename' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'noQueries', readonly text: string }
  | { readonly kind: 'schemaIntrospection' }
  | { readonly kind: 'typeIntrospection' }
  | { readonly kind: 'introspection', readonly property: string }
  | MutationAnnotation

export type AggregateFunction =
  | 'sum'
  | 'avg'
  | 'stddev'
  | 'stddev_pop'
  | 'stddev_samp'
  | 'var_pop'
  | 'var_samp'
  | 'variance'
  | 'max'
  | 'min'

/** The annotation of an argument or of an input object's field. */
export type InputAnnotation =
  | { readonly kind: 'argument' }
  | { readonly kind: 'and' }
  | { readonly kind: 'or' }
  | { readonly kind: 'not' }
  | { readonly kind: 'columnComparison', readonly readable: ReadableColumn }
  | {
    readonly kind: 'computedComparison'
    readonly field: ResolvedComputedField
    readonly grant: Grant
  }
  | {
    readonly kind: 'computedTableCondition'
    readonly field: ResolvedComputedField
    readonly target: RoleTable
  }
  | {
    readonly kind: 'relationshipCondition'
    readonly relationship: ResolvedRelationship
    readonly target: RoleTable
  }
  | {
    readonly kind: 'aggregateCondition'
    readonly relationship: ResolvedRelationship
    readonly target: RoleTable
  }
  | {
    readonly kind: 'aggregatePredicate'
    readonly function: string
    readonly result: SqlType
  }
  /** `type` is the SQL type of the right side; `array` operators take a list. */
  | {
    readonly kind: 'operator'
    readonly operator: ComparisonOperator
    readonly type: SqlType
  }
  | { readonly kind: 'isNull' }
  /** `_cast`: an object of comparisons by target type. */
  | { readonly kind: 'casts' }
  | { readonly kind: 'cast', readonly type: SqlType }
  | { readonly kind: 'orderByColumn', readonly readable: ReadableColumn }
  | {
    readonly kind: 'orderByComputed'
    readonly field: ResolvedComputedField
    readonly grant: Grant
  }
  | {
    readonly kind: 'orderByRelationship'
    readonly relationship: ResolvedRelationship
    readonly target: RoleTable
  }
  | {
    readonly kind: 'orderByAggregate'
    readonly relationship: ResolvedRelationship
    readonly target: RoleTable
  }
  | {
    readonly kind: 'orderByComputedAggregate'
    readonly field: ResolvedComputedField
    readonly target: RoleTable
  }
  | { readonly kind: 'orderByCount' }
  | { readonly kind: 'orderByGroup', readonly function: AggregateFunction }
  | { readonly kind: 'primaryKey', readonly readable: ReadableColumn }
  | {
    readonly kind: 'functionArgument'
    readonly index: number
    readonly type: SqlType
  }
  | { readonly kind: 'cursorColumn', readonly readable: ReadableColumn }
  | MutationInputMeaning

/** The annotation of an enum value. */
export type EnumAnnotation =
  | {
    readonly kind: 'direction'
    readonly direction: 'asc' | 'desc'
    readonly nulls: 'first' | 'last'
  }
  | { readonly kind: 'column', readonly readable: ReadableColumn }
  /** A row of an enum table. */
  | { readonly kind: 'enumRow', readonly value: string }
  | { readonly kind: 'cursorOrdering', readonly ordering: 'asc' | 'desc' }
  | { readonly kind: 'introspection' }
  | MutationEnumMeaning
