import { LRUCache } from 'lru-cache'
import type { Identity } from '../auth/read-identity.ts'
import { insertUser } from './upsert-user.ts'

const known = new LRUCache<string, Promise<void>>({ max: 10_000 })

/**
 * Sees to it that there is a row for somebody who is about to write through the API. Many first
 * requests at once share one insert, and between processes the primary key decides.
 *
 * A row that is deleted later is made again by the next process; people are deactivated, not
 * deleted.
 */
export async function ensureUser(identity: Identity): Promise<void> {
  const making = known.get(identity.id) ?? insertUser(identity)
  known.set(identity.id, making)
  await making.catch((error: unknown) => {
    known.delete(identity.id)
    throw error
  })
}
