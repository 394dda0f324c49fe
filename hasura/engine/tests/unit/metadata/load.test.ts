import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadMetadata } from '../../../../../hasura/engine/metadata/load.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'metadata-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

describe('loadMetadata', () => {
  test('names a project of Hasura v1 as such', async () => {
    await write({ 'version.yaml': 'version: 2\n', 'tables.yaml': '[]\n' })
    await expect(loadMetadata(directory)).rejects.toThrow(
      'must be 3, not 2: that is the metadata of Hasura v1',
    )
  })

  test('reads the layout of the CLI, includes as strings and as tags', async () => {
    await write({
      'version.yaml': 'version: 3\n',
      'databases/databases.yaml':
        '- name: default\n  kind: postgres\n  tables: "!include default/tables/tables.yaml"\n',
      'databases/default/tables/tables.yaml':
        '- "!include public_goals.yaml"\n- !include public_tasks.yaml\n',
      'databases/default/tables/public_goals.yaml': 'table: {schema: public, name: goals}\n',
      'databases/default/tables/public_tasks.yaml': 'table: {schema: public, name: tasks}\n',
      'inherited_roles.yaml': '- role_name: both\n  role_set: [a, b]\n',
      'allow_list.yaml': '[]\n',
    })
    expect(await loadMetadata(directory)).toMatchObject({
      version: 3,
      sources: [
        { name: 'default', tables: [{ table: { name: 'goals' } }, { table: { name: 'tasks' } }] },
      ],
      inherited_roles: [{ role_name: 'both', role_set: ['a', 'b'] }],
      allowlist: [],
    })
  })

  test('reads one JSON file as it is', async () => {
    await write({ 'metadata.json': '{"version":3,"sources":[{"name":"!include x.yaml"}]}' })
    expect(await loadMetadata(path.join(directory, 'metadata.json'))).toEqual({
      version: 3,
      sources: [{ name: '!include x.yaml' }],
    })
  })

  test('names the file that is missing', async () => {
    await write({
      'version.yaml': 'version: 3\n',
      'databases/databases.yaml': '- !include gone.yaml\n',
    })
    await expect(loadMetadata(directory)).rejects.toThrow(/gone\.yaml: the file cannot be read/)
  })

  test('notices a file that includes itself', async () => {
    await write({
      'version.yaml': 'version: 3\n',
      'databases/databases.yaml': '- !include databases.yaml\n',
    })
    await expect(loadMetadata(directory)).rejects.toThrow('the file includes itself')
  })

  test('names the file that cannot be parsed', async () => {
    await write({ 'broken.json': '{' })
    await expect(loadMetadata(path.join(directory, 'broken.json'))).rejects.toThrow(
      /broken\.json: the file cannot be parsed/,
    )
  })
})
