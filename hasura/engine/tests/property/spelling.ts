/**
 * How a world's schema spells the names that Hasura makes. `plain` and `plainType` give what
 * `hasura-default` calls the same.
 */
export interface Spelling {
  /** A field, argument, operator or enum value: `orderBy` is `order_by`. */
  readonly plain: (name: string) => string
  /** A type: `AuthorBoolExp` is `author_bool_exp`. */
  readonly plainType: (name: string) => string
  /** The field that shows a column without a custom name: `author_id` is `authorId`. */
  readonly column: (column: string) => string
}

/** Hasura's own spelling. */
export const snakeCase: Spelling = {
  plain: name => name,
  plainType: name => name,
  column: name => name,
}

/** The naming convention `graphql-default`. */
export const camelCase: Spelling = {
  plain: words,
  plainType: name => words(name.charAt(0).toLowerCase() + name.slice(1)),
  column: column =>
    column.replaceAll(/(?<=[a-z])_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
}

/** Hasura's own spelling between the source's prefixes and suffixes. */
export function affixed(fields: Affixes, types: Affixes): Spelling {
  return {
    ...snakeCase,
    plain: name => between(name, fields),
    plainType: name => between(name, types),
  }
}

/** What stands before and after a name. */
export interface Affixes {
  readonly prefix: string
  readonly suffix: string
}

function words(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

function between(name: string, { prefix, suffix }: Affixes): string {
  return name.startsWith(prefix) && name.endsWith(suffix)
    ? name.slice(prefix.length, name.length - suffix.length)
    : name
}
