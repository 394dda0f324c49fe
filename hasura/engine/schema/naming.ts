import type {
  NamingConvention,
  ResolvedColumn,
  ResolvedMetadata,
  SourceCustomization,
} from '../metadata/types.ts'

/** A piece of a name: words joined by `_`, or a custom name that keeps its case. */
export type NamePart = string | { readonly custom: string }

/** How names are made from pieces: the naming convention and the source's prefixes and suffixes. */
export interface Naming {
  readonly convention: NamingConvention
  /** A field or argument: `author_aggregate`, `authorAggregate`. */
  readonly field: (...parts: readonly NamePart[]) => string
  /**
   * A root field: like {@link field} with the source's prefix and suffix; a custom name replaces
   * the pieces.
   */
  readonly rootField: (custom: string | undefined, ...parts: readonly NamePart[]) => string
  /** A type: `author_bool_exp`, `AuthorBoolExp`, with the source's prefix and suffix. */
  readonly type: (...parts: readonly NamePart[]) => string
  /**
   * A type that belongs to no table (`order_by`, comparison expressions): without prefix and
   * suffix.
   */
  readonly sharedType: (...parts: readonly NamePart[]) => string
  /** An enum value: `asc`, `ASC`. */
  readonly enumValue: (name: string) => string
  /** A column's field: its custom name, or its own by the convention. */
  readonly column: (column: ResolvedColumn) => string
}

/** Experimental feature without which `naming_convention` has no effect. */
const feature = 'naming_convention'

/**
 * The naming of a source. Hasura ignores naming conventions unless the experimental feature is on.
 */
export function sourceNaming(
  metadata: ResolvedMetadata,
  defaultConvention: NamingConvention,
  experimental: ReadonlySet<string>,
): Naming {
  const { customization } = metadata.source
  const convention = experimental.has(feature)
    ? (customization.namingConvention ?? defaultConvention)
    : 'hasura-default'
  return convention === 'graphql-default'
    ? graphqlNaming(customization)
    : hasuraNaming(customization)
}

/**
 * What to tell an operator whose `graphql-default` is without effect, because the experimental
 * feature is off.
 */
export function ignoredConvention(
  metadata: ResolvedMetadata,
  defaultConvention: NamingConvention,
  experimental: ReadonlySet<string>,
): string | undefined {
  const { name, customization } = metadata.source
  const wanted = customization.namingConvention ?? defaultConvention
  if (wanted === 'hasura-default' || experimental.has(feature)) return undefined
  return (
    `the naming convention ${wanted} of source ${name} has no effect: it needs --experimental-features ${feature} `
    + `(HASURA_GRAPHQL_EXPERIMENTAL_FEATURES=${feature})`
  )
}

function hasuraNaming({ rootFields, typeNames }: SourceCustomization): Naming {
  return {
    convention: 'hasura-default',
    field: snakeName,
    rootField: (custom, ...parts) => affixed(rootFields, custom ?? snakeName(...parts)),
    type: (...parts) => affixed(typeNames, snakeName(...parts)),
    sharedType: snakeName,
    enumValue: name => name,
    column: column => column.graphqlName,
  }
}

function graphqlNaming({ rootFields, typeNames }: SourceCustomization): Naming {
  return {
    convention: 'graphql-default',
    field: camelName,
    rootField: (custom, ...parts) =>
      camelName(...affixedParts(rootFields, custom === undefined ? parts : [{ custom }])),
    type: (...parts) => pascalName(...affixedParts(typeNames, parts)),
    sharedType: pascalName,
    enumValue: name => name.toUpperCase(),
    column: column => column.customName ?? camelName(column.name),
  }
}

interface Affix {
  readonly prefix: string
  readonly suffix: string
}

function affixed({ prefix, suffix }: Affix, name: string): string {
  return prefix + name + suffix
}

/**
 * `graphql-default` puts the name together first and makes it camel case as a whole: a prefix is
 * its first word.
 */
function affixedParts({ prefix, suffix }: Affix, parts: readonly NamePart[]): readonly NamePart[] {
  return [prefix, ...parts, suffix].filter(part => part !== '')
}

function snakeName(...parts: readonly NamePart[]): string {
  return parts.map(part => (typeof part === 'string' ? part : part.custom)).join('_')
}

function pascalName(...parts: readonly NamePart[]): string {
  return parts
    .map((part, index) => {
      if (typeof part !== 'string') return index === 0 ? part.custom : upperFirst(part.custom)
      return joined(part, index, words => words.map(upperFirst).join(''))
    })
    .join('')
}

function camelName(...parts: readonly NamePart[]): string {
  return parts
    .map((part, index) => {
      if (typeof part !== 'string') return index === 0 ? part.custom : upperFirst(part.custom)
      return joined(part, index, words =>
        words.map((word, at) => (index + at === 0 ? lowerFirst(word) : upperFirst(word))).join(''),
      )
    })
    .join('')
}

/** An underscore in front of the whole name is part of it (`_eq`), not a separator. */
function joined(part: string, index: number, join: (words: string[]) => string): string {
  const lead = index === 0 ? (/^_*/.exec(part)?.[0] ?? '') : ''
  return lead + join(part.split('_').filter(word => word !== ''))
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1)
}
