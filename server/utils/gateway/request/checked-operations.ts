import { LRUCache } from 'lru-cache'
import type { LimitedOperation } from './check-limits.ts'

/** Bytes of a syntax tree for each character of the text, measured. */
const bytesPerCharacter = 60

const operations = new LRUCache<string, LimitedOperation>({
  maxSize: 32_000_000,
  maxEntrySize: 6_000_000,
  sizeCalculation: ({ text }, key) => key.length * bytesPerCharacter + 2 * text.length,
})

/** An operation that was accepted before, parsed and within the limits; undefined for a new one. */
export function findOperation(
  text: string,
  operationName: string | undefined,
): LimitedOperation | undefined {
  return operations.get(keyOf(text, operationName))
}

/** Keeps an operation that was accepted: only those that may come again are worth their memory. */
export function keepOperation(
  text: string,
  operationName: string | undefined,
  operation: LimitedOperation,
): void {
  operations.set(keyOf(text, operationName), operation)
}

/** No name holds the separator. */
function keyOf(text: string, operationName: string | undefined): string {
  return `${operationName ?? ''}\0${text}`
}
