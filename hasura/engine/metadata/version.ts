import { MetadataError } from './errors.ts'

/**
 * Checks the version of a metadata document, before its keys: those of older versions are others.
 *
 * @param path the place of the version, for the message
 * @throws MetadataError saying what an older version is and how to upgrade it
 */
export function assertVersion(version: unknown, path: string): void {
  if (version === 3) return
  if (version === undefined || version === null)
    throw new MetadataError(path, 'is missing; it must be 3 (metadata v3)')
  const older =
    version === 1 || version === 2
      ? `: that is the metadata of Hasura v1, one database without sources; upgrade it with "hasura scripts update-project-v3"`
      : ''
  throw new MetadataError(path, `must be 3, not ${JSON.stringify(version)}${older}`)
}
