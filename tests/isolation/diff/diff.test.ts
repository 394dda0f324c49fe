import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compareSince, comparisonLines } from './compare.ts'
import { findBase } from './git.ts'

const project = fileURLToPath(new URL('../../..', import.meta.url))

describe('this working tree', () => {
  test('widens no access without a commit message that says so', async () => {
    const base = findBase(project, process.env.ISOLATION_BASE)
    if ('reason' in base) return console.log(`isolation diff: not compared, because ${base.reason}`)
    const comparison = await compareSince(project, base.revision)
    console.log(comparisonLines(comparison).join('\n'))
    expect(comparison.open).toEqual([])
  })
})

describe('a repository', () => {
  let folder = ''
  const goals = 'hasura/metadata/databases/default/tables/public_goals.yaml'
  const sentence = 'member GAINS update of goals.is_inbox'

  beforeEach(({ skip }) => {
    skip(spawnSync('git', ['--version']).status !== 0, 'git is not installed')
    folder = mkdtempSync(path.join(os.tmpdir(), 'isolation-diff-'))
    git('init', '--quiet', '--initial-branch=main')
    cpSync(path.join(project, 'hasura/metadata'), path.join(folder, 'hasura/metadata'), {
      recursive: true,
    })
    commit('feat: begin')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function git(...args: string[]): string {
    const identity = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.test',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.test',
      GIT_CONFIG_GLOBAL: os.devNull,
      GIT_CONFIG_NOSYSTEM: '1',
    }
    const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env
    return execFileSync('git', args, {
      cwd: folder,
      env: { ...env, ...identity },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  }
  function commit(message: string): void {
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '--no-gpg-sign', '--message', message)
  }
  /** Lets members update one more column of goals. */
  function widen(): void {
    const text = readFileSync(path.join(folder, goals), 'utf8')
    const place =
      text.indexOf('columns:\n', text.indexOf('update_permissions')) + 'columns:\n'.length
    writeFileSync(
      path.join(folder, goals),
      `${text.slice(0, place)}        - is_inbox\n${text.slice(place)}`,
    )
  }
  async function openSince(base = findBase(folder)): Promise<string[]> {
    if ('reason' in base) throw new Error(base.reason)
    return (await compareSince(folder, base.revision)).open.map(change => change.sentence)
  }

  test('fails for a widening in the working tree, and in a commit that does not say so', async () => {
    commit('docs: nothing')
    expect(await openSince()).toEqual([])
    widen()
    expect(await openSince()).toEqual([sentence])
    commit('feat: more\n\nThis widens access.\nWidens-Access: something else')
    expect(await openSince()).toEqual([sentence])
  })

  test.each([
    ['in one line', `feat: more\n\nWidens-Access: ${sentence}\n`],
    [
      'folded, as git does',
      `feat: more\n\nWidens-Access: member GAINS\n  update of goals.is_inbox\nReviewed-by: B\n`,
    ],
  ])('accepts a widening that a commit message names %s', async (_how, message) => {
    widen()
    commit(message)
    expect(await openSince()).toEqual([])
  })

  test('is not satisfied by a sentence that only begins like the right one', async () => {
    widen()
    commit(`feat: more\n\nWidens-Access: ${sentence}_other`)
    expect(await openSince()).toEqual([sentence])
  })

  test('is not satisfied by an acknowledgement from before the base', async () => {
    commit(`feat: more\n\nWidens-Access: ${sentence}`)
    widen()
    commit('feat: again')
    expect(await openSince()).toEqual([sentence])
  })

  test('takes the revision that is named, else the fork from the upstream branch, else the first parent', async () => {
    const first = git('rev-parse', 'HEAD')
    git('switch', '--quiet', '--create', 'feature')
    git('branch', '--quiet', '--set-upstream-to=main')
    widen()
    commit('feat: more')
    commit('docs: nothing')
    expect(findBase(folder)).toEqual({ revision: first })
    expect(await openSince()).toEqual([sentence])
    expect(findBase(folder, 'HEAD')).toEqual({ revision: 'HEAD' })
    expect(() => findBase(folder, 'nowhere')).toThrow('There is no revision nowhere here.')
    git('branch', '--quiet', '--unset-upstream')
    expect(findBase(folder)).toEqual({ revision: git('rev-parse', 'HEAD^1') })
    git('branch', '--quiet', '--force', 'main', 'feature')
    git('branch', '--quiet', '--set-upstream-to=main')
    expect(findBase(folder)).toEqual({ revision: git('rev-parse', 'HEAD^1') })
  })

  test('says why nothing was compared where there is no history', () => {
    expect(findBase(folder)).toEqual({ reason: 'there is only one commit' })
    commit('docs: nothing')
    const clone = path.join(folder, 'clone')
    git('clone', '--quiet', '--depth=1', `file://${folder}`, clone)
    expect(findBase(clone)).toEqual({ reason: 'the clone is shallow' })
    const archive = path.join(folder, 'archive')
    cpSync(path.join(folder, 'hasura'), path.join(archive, 'hasura'), { recursive: true })
    expect(findBase(archive)).toEqual({ reason: 'git does not know hasura/metadata' })
    rmSync(path.join(folder, '.git'), { recursive: true })
    expect(findBase(folder)).toEqual({ reason: 'this is not a git repository' })
  })

  test('says so when the metadata is younger than the base, or git is not installed', () => {
    rmSync(path.join(folder, '.git'), { recursive: true })
    git('init', '--quiet', '--initial-branch=main')
    git('commit', '--quiet', '--allow-empty', '--no-gpg-sign', '--message', 'feat: begin')
    commit('feat: permissions')
    expect(findBase(folder)).toEqual({
      reason: expect.stringMatching(/^[0-9a-f]{12} has no hasura\/metadata yet$/) as string,
    })
    const { PATH: formerly } = process.env
    process.env.PATH = mkdirSync(path.join(folder, 'empty'), { recursive: true })
    expect(findBase(folder)).toEqual({ reason: 'git is not installed' })
    process.env.PATH = formerly
  })
})
