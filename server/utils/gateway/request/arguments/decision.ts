/**
 * The gateway's treatment of one argument or one field of an input type.
 *
 * PostgreSQL may evaluate the caller's conditions before the permission's, on rows that the caller
 * may not see. Whatever fails, or takes long, depending on such a row tells of it. So a value
 * passes only where nothing can.
 */
export type Decision =
  /** Any value passes: none can fail or take long because of a row. */
  | { readonly kind: 'safe', readonly why: string }
  /**
   * A value, or each value of a list, passes unless `problem` finds something wrong with it, in
   * words that complete "… must be".
   */
  | {
    readonly kind: 'checked'
    readonly why: string
    readonly problem: (value: unknown) => string | undefined
    readonly isWhole: boolean
  }
  /**
   * The value is an object, or a list of objects, of an input type whose own fields are decided.
   */
  | { readonly kind: 'nested', readonly why: string }
  /** No value passes. `instead` is a sentence that says what to use. */
  | {
    readonly kind: 'refused'
    readonly why: string
    readonly instead: string
  }

/** Any value passes. */
export function safe(why: string): Decision {
  return { kind: 'safe', why }
}

/**
 * A value, or each value of a list, passes when `problem` finds nothing; `isWhole`: a list is one
 * value, as in JSON.
 */
export function checked(
  why: string,
  problem: (value: unknown) => string | undefined,
  isWhole = false,
): Decision {
  return { kind: 'checked', why, problem, isWhole }
}

/** The fields inside are decided on their own. */
export function nested(why: string): Decision {
  return { kind: 'nested', why }
}

/** No value passes. */
export function refused(why: string, instead: string): Decision {
  return { kind: 'refused', why, instead }
}
