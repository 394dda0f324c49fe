// Whether a change of metadata widens access without somebody saying so.
import path from 'node:path'
import { loadMetadata } from '../../../hasura/engine/metadata/load.ts'
import { difference, type Change } from './difference.ts'
import { permissionsOf, type MetadataDocument } from '../../../hasura/permissions/model.ts'
import { acknowledgedSince, metadataAt, oneSpaced } from './git.ts'

/** What changed between a revision and the files as they are. */
export interface Comparison {
  readonly revision: string
  readonly changes: readonly Change[]
  /** The widenings that no commit message since the revision acknowledges. */
  readonly open: readonly Change[]
}

/**
 * Compares the metadata of a project's folder with that of a revision. @throws Error when there is
 * no such revision
 */
export async function compareSince(folder: string, revision: string): Promise<Comparison> {
  const before = await metadataAt(folder, revision)
  const after = (await loadMetadata(path.join(folder, 'hasura', 'metadata'))) as MetadataDocument
  const changes = difference(permissionsOf(before), permissionsOf(after))
  const acknowledged = acknowledgedSince(folder, revision)
  return {
    revision,
    changes,
    open: changes.filter(
      ({ widens, sentence }) => widens && !acknowledged.has(oneSpaced(sentence)),
    ),
  }
}

/** The comparison for people, its count last. */
export function comparisonLines({ revision, changes, open }: Comparison): string[] {
  const verb = (change: Change) =>
    change.widens ? (open.includes(change) ? 'WIDENS' : 'acknowledged') : 'narrows'
  return [
    ...changes.map(change => `${verb(change)}  ${change.sentence}`),
    ...(open.length > 0
      ? [
          '',
          'Say that this is meant, in a commit message:',
          ...open.map(({ sentence }) => `Widens-Access: ${sentence}`),
        ]
      : []),
    `isolation diff: ${changes.length} changes since ${revision}, ${open.length} widen access without acknowledgement`,
  ]
}
