import { isObject } from '../json/json.ts'
import type { RowKey } from './types.ts'

/**
 * What a notification says: the table that changed, and the keys of its rows when they were few.
 */
export interface Notification {
  readonly oid: string
  /**
   * JSON objects from key columns to texts, of the rows before and after; undefined when any row
   * may have changed.
   */
  readonly images: readonly RowKey[] | undefined
}

/**
 * Reads the payload that the trigger function `graphql_engine.notify_rows` writes: the oid, and
 * with a space before it a JSON array.
 */
export function readNotification(payload: string): Notification {
  const space = payload.indexOf(' ')
  if (space < 0) return { oid: payload, images: undefined }
  const oid = payload.slice(0, space)
  try {
    const images: unknown = JSON.parse(payload.slice(space + 1))
    return { oid, images: Array.isArray(images) && images.every(isImage) ? images : undefined }
  }
  catch {
    return { oid, images: undefined }
  }
}

function isImage(value: unknown): value is RowKey {
  return (
    isObject(value)
    && Object.values(value).every(text => text === null || typeof text === 'string')
  )
}
