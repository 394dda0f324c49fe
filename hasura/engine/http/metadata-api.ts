import { EngineError } from '../errors.ts'
import { isObject, type JsonValue } from '../json/json.ts'
import { MetadataError } from '../metadata/errors.ts'
import type { Inconsistency } from '../metadata/types.ts'

/** The metadata that is being served. */
export interface ServedMetadata {
  /** Reads catalog and metadata again; rejects, and changes nothing, when they cannot be served. */
  readonly reload: () => Promise<readonly Inconsistency[]>
  /** The objects that are not served, each with the reason. */
  readonly inconsistencies: () => readonly Inconsistency[]
}

/**
 * The body of an answer of `POST /v1/metadata`: Hasura's `reload_metadata` and
 * `get_inconsistent_metadata`
 * (https://hasura.io/docs/latest/api-reference/metadata-api/manage-metadata). Metadata is files
 * here, so that every other command is refused.
 *
 * @throws EngineError `not-supported` for another command, `parse-failed` for metadata that cannot be
 *   served: what was served before stays
 */
export async function metadataAnswer(
  metadata: ServedMetadata,
  body: JsonValue,
): Promise<string> {
  switch (commandOf(body)) {
    case 'reload_metadata': {
      const objects = (await reloaded(metadata)).map(inconsistentObject)
      const found = objects.length > 0 ? { inconsistent_objects: objects } : {}
      return JSON.stringify({ message: 'success', is_consistent: objects.length === 0, ...found })
    }
    case 'get_inconsistent_metadata': {
      const objects = metadata.inconsistencies().map(inconsistentObject)
      return JSON.stringify({ is_consistent: objects.length === 0, inconsistent_objects: objects })
    }
  }
}

const commands = ['reload_metadata', 'get_inconsistent_metadata'] as const

function commandOf(body: JsonValue): (typeof commands)[number] {
  if (!isObject(body)) throw invalid('expected an object with the keys "type" and "args"')
  const { type } = body
  if (type === undefined) throw invalid('the key \'type\' was not present')
  if (typeof type !== 'string') throw invalid('expected a string for \'type\'', '$.type')
  const command = commands.find(name => name === type)
  if (command) return command
  const known = `it reads metadata from files and serves ${commands.join(' and ')}`
  const message = `this engine does not serve "${type}": ${known}. Change the files, then reload`
  throw new EngineError('not-supported', message, '$.type')
}

function invalid(message: string, path = '$'): EngineError {
  return new EngineError('parse-failed', message, path)
}

async function reloaded(metadata: ServedMetadata): Promise<readonly Inconsistency[]> {
  try {
    return await metadata.reload()
  }
  catch (cause) {
    const code = cause instanceof MetadataError ? 'parse-failed' : 'unexpected'
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineError(code, `the metadata stays as it was: ${reason}`, '$.args')
  }
}

/**
 * In Hasura's form; `definition` names the object, without the rest of what the metadata says of
 * it.
 */
function inconsistentObject({ type, name, reason, definition }: Inconsistency) {
  return { definition, reason: `Inconsistent object: ${reason}`, name, type }
}
