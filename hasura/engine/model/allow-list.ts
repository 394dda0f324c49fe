import { print, visit } from 'graphql/language'
import { LRUCache } from 'lru-cache'
import { parseDocument } from '../document/parse.ts'
import { EngineError } from '../errors.ts'
import { adminRole, type ResolvedMetadata } from '../metadata/types.ts'

/** Lets a document pass, or throws EngineError validation-failed `query is not allowed`. */
export type AllowList = (role: string, query: string) => void

/** Characters of the documents whose verdict is kept. */
const maxKeptCharacters = 4_000_000

/**
 * The check of `HASURA_GRAPHQL_ENABLE_ALLOWLIST`: the document must be one of the collections in
 * the allow list, white space and `__typename` aside. `admin` may ask anything. Collections in the
 * scope of some roles only are a feature of Hasura's paid editions: they let nothing pass.
 */
export function createAllowList(metadata: ResolvedMetadata): AllowList {
  const allowed = new Set(
    metadata.allowList
      .filter(({ roles }) => roles === undefined)
      .flatMap(({ collection }) => metadata.queryCollections.get(collection) ?? [])
      .map(({ query }) => normalised(query)),
  )
  const passed = new LRUCache<string, true>({
    maxSize: maxKeptCharacters,
    sizeCalculation: (_verdict, query) => query.length + 1,
  })
  return (role, query) => {
    if (role === adminRole || passed.has(query)) return
    if (!allowed.has(normalised(query)))
      throw new EngineError('validation-failed', 'query is not allowed')
    passed.set(query, true)
  }
}

/** No allow list: everything passes. */
export const everythingAllowed: AllowList = () => undefined

/** The document as text that is the same for documents that ask the same. */
function normalised(query: string): string {
  const { operations, fragments } = parseDocument(query)
  return [...operations, ...fragments.values()]
    .map(definition =>
      print(
        visit(definition, { Field: node => (node.name.value === '__typename' ? null : undefined) }),
      ),
    )
    .sort()
    .join('\n')
}
