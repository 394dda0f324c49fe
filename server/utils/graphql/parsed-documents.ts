import { parse, type DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/** What a syntax tree takes for each character of its text, measured. Bytes. */
const treeBytes = 60

const documents = new LRUCache<string, DocumentNode>({
  maxSize: 32_000_000,
  maxEntrySize: 6_000_000,
  sizeCalculation: (_document, text) => text.length * treeBytes,
})

/**
 * A document's syntax tree, parsed now or before.
 *
 * @param maxTokens tokens that a document may have
 * @throws GraphQLError when it is not GraphQL or too long; RangeError when it is nested too deeply for the parser
 */
export function parsedDocument(text: string, maxTokens: number): DocumentNode {
  const known = documents.get(text)
  if (known) return known
  const document = parse(text, { maxTokens, noLocation: true })
  documents.set(text, document)
  return document
}

/** Forgets a document that was refused: only those that may come again are worth their memory. */
export function forgetDocument(text: string): void {
  documents.delete(text)
}
