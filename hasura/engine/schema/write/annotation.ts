// Annotations of schema fields for the plan stage: mutations.
import type { ResolvedColumn, ResolvedRelationship } from '../../metadata/types.ts'
import type { RoleTable } from '../role-table.ts'

/** The annotation of an output field of mutations. */
export type MutationAnnotation =
  | {
    readonly kind: 'insertRoot'
    readonly target: RoleTable
    readonly one: boolean
  }
  | {
    readonly kind: 'updateRoot'
    readonly target: RoleTable
    readonly rows: 'where' | 'primaryKey' | 'many'
  }
  | {
    readonly kind: 'deleteRoot'
    readonly target: RoleTable
    readonly rows: 'where' | 'primaryKey'
  }
  /** Fields of `T_mutation_response`. */
  | { readonly kind: 'affectedRows' }
  | { readonly kind: 'returning' }

/** How an update changes a column; API names without the underscore. */
export type UpdateOperator =
  'set' | 'inc' | 'append' | 'prepend' | 'delete_key' | 'delete_elem' | 'delete_at_path'

/** The annotation of an argument or input field of mutations. */
export type MutationInputMeaning =
  | { readonly kind: 'insertColumn', readonly column: ResolvedColumn }
  | {
    readonly kind: 'insertRelationship'
    readonly relationship: ResolvedRelationship
    readonly target: RoleTable
  }
  | { readonly kind: 'updateOperator', readonly operator: UpdateOperator }
  | { readonly kind: 'updateColumn', readonly column: ResolvedColumn }

/** The annotation of an enum value of mutations. */
export type MutationEnumMeaning =
  | { readonly kind: 'constraint', readonly name: string }
  | { readonly kind: 'updateColumnName', readonly column: ResolvedColumn }
  /** The one value of `T_update_column` when the role may update nothing: it cannot be used. */
  | { readonly kind: 'placeholder' }
