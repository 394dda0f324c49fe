// What the history says of metadata.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { loadMetadata } from '../../../hasura/engine/metadata/load.ts'
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'
import { UsageError } from '../support/usage-error.ts'

const metadataPath = 'hasura/metadata'

/** A revision to compare with, or why there is none. */
export type Base = { readonly revision: string } | { readonly reason: string }

/**
 * The revision since which a widening must be acknowledged: the one that is named, else where the
 * branch left its upstream, else the first parent of HEAD. A branch that has nothing that its
 * upstream lacks is compared with its first parent too.
 *
 * @param folder of the project, which may be no repository at all: an archive of the sources
 * @param named by whoever runs the comparison
 * @throws UsageError when there is no metadata in the named revision, or no such revision
 */
export function findBase(folder: string, named?: string): Base {
  if (named) {
    if (!resolve(folder, named)) throw new UsageError(`There is no revision ${named} here.`)
    if (!hasMetadata(folder, named))
      throw new UsageError(`The revision ${named} has no ${metadataPath}.`)
    return { revision: named }
  }
  const reason = whyNoHistory(folder)
  if (reason) return { reason }
  const head = resolve(folder, 'HEAD')
  const upstream = attempt(folder, 'merge-base', 'HEAD', '@{upstream}')
  const revision = upstream && upstream !== head ? upstream : resolve(folder, 'HEAD^1')
  if (!revision)
    return {
      reason:
        attempt(folder, 'rev-parse', '--is-shallow-repository') === 'true'
          ? 'the clone is shallow'
          : 'there is only one commit',
    }
  return hasMetadata(folder, revision)
    ? { revision }
    : { reason: `${revision.slice(0, 12)} has no ${metadataPath} yet` }
}

function hasMetadata(folder: string, revision: string): boolean {
  return Boolean(attempt(folder, 'ls-tree', '--end-of-options', revision, `${metadataPath}/`))
}

/**
 * The metadata of a revision. @throws Error when there is no such revision, or no metadata in it
 */
export async function metadataAt(folder: string, revision: string): Promise<MetadataDocument> {
  const out = mkdtempSync(path.join(os.tmpdir(), 'metadata-'))
  try {
    execFileSync('tar', ['-x', '-C', out], {
      input: git(folder, 'archive', '--end-of-options', revision, metadataPath),
    })
    return (await loadMetadata(path.join(out, metadataPath))) as MetadataDocument
  }
  finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/**
 * What the commits since a revision acknowledge: the text of each `Widens-Access:` line, with the
 * lines that continue it (indented, as git folds them).
 */
export function acknowledgedSince(folder: string, revision: string): Set<string> {
  const messages = git(folder, 'log', '--format=%B', '--end-of-options', `${revision}..HEAD`)
    .toString()
    .replaceAll(/\r?\n[ \t]+/g, ' ')
  return new Set(
    [...messages.matchAll(/^Widens-Access:\s*(.+)$/gm)].map(([, sentence]) => oneSpaced(sentence!)),
  )
}

/** A sentence without regard to how its words are spaced. */
export function oneSpaced(sentence: string): string {
  return sentence.trim().replaceAll(/\s+/g, ' ')
}

function whyNoHistory(folder: string): string | undefined {
  if (attempt(folder, '--version') === undefined) return 'git is not installed'
  if (attempt(folder, 'rev-parse', '--git-dir') === undefined) return 'this is not a git repository'
  if (!attempt(folder, 'ls-files', metadataPath)) return `git does not know ${metadataPath}`
  return undefined
}

function resolve(folder: string, revision: string): string | undefined {
  return attempt(
    folder,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  )
}

/** The output without the newline at its end; undefined when git fails or is not there. */
function attempt(folder: string, ...args: string[]): string | undefined {
  try {
    return git(folder, ...args)
      .toString()
      .trimEnd()
  }
  catch {
    return undefined
  }
}

/** A hook's own variables would point git to another repository than that of the folder. */
function git(folder: string, ...args: string[]): Buffer {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env
  return execFileSync('git', args, {
    cwd: folder,
    env,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
