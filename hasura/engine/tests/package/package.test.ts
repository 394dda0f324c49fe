// The package as its users meet it: packed, and unpacked in a project outside the repository, where
// it finds nothing but the dependencies that it declares.
import { execFile, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly bin: Readonly<Record<string, string>>
}

const run = promisify(execFile)
const engineFolder = fileURLToPath(new URL('../..', import.meta.url))
const project = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'engine-package-')))
const installed = path.join(project, 'node_modules', '@goals', 'engine')

let database: TestDatabase
let manifest: Manifest

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    create table books (id int primary key, title text not null, secret text);
    insert into books values (1, 'Middlemarch', 'hidden')`)
  await run('npm', ['pack', '--silent', '--pack-destination', project], { cwd: engineFolder })
  const [archive = ''] = globSync('*.tgz', { cwd: project })
  await run('tar', ['-xzf', archive], { cwd: project })
  cpSync(path.join(project, 'package'), installed, { recursive: true })
  manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as Manifest
  for (const name of Object.keys(manifest.dependencies)) link(name)
  writeProject()
})
afterAll(async () => {
  await database.drop()
  rmSync(project, { recursive: true, force: true })
})

/** Links an installed package into the project. */
function link(name: string): void {
  const target = path.join(project, 'node_modules', name)
  mkdirSync(path.dirname(target), { recursive: true })
  symlinkSync(installedFolder(name), target, 'dir')
}

/** The folder of a package that is installed for the engine, as Node.js looks for it. */
function installedFolder(name: string, from = engineFolder): string {
  const folder = path.join(from, 'node_modules', name)
  if (existsSync(folder)) return realpathSync(folder)
  if (path.dirname(from) === from) throw new Error(`${name} is not installed`)
  return installedFolder(name, path.dirname(from))
}

function writeProject(): void {
  const source = new URL('sample/sample.ts', import.meta.url)
  writeFileSync(path.join(project, 'sample.ts'), readFileSync(source))
  writeJson('package.json', { type: 'module', private: true })
  writeJson('tsconfig.json', {
    compilerOptions: {
      module: 'nodenext',
      target: 'es2024',
      strict: true,
      noEmit: true,
      types: ['node'],
    },
    files: ['sample.ts'],
  })
  const permission = { columns: ['id', 'title'], filter: {} }
  const tables = [{ table: 'books', select_permissions: [{ role: 'reader', permission }] }]
  writeJson('metadata', {
    version: 3,
    sources: [{ name: 'default', kind: 'postgres', configuration: {}, tables }],
  })
}

function writeJson(name: string, content: object): void {
  writeFileSync(path.join(project, name), JSON.stringify(content))
}

test('it holds the compiled engine, its documentation and no tests', () => {
  const packed = globSync('**/*.{ts,js,mjs,md}', { cwd: installed })
  expect(packed).toEqual(
    expect.arrayContaining(['README.md', 'dist/index.js', 'dist/index.d.ts', 'docs/glossary.md']),
  )
  expect(packed.filter(file => /(^|\/)tests\//.test(file))).toEqual([])
  expect(packed.filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([])
})

test('it depends on the packages that its modules import, and on no other', () => {
  const modules = globSync('dist/**/*.js', { cwd: installed })
  const imported = modules.flatMap((module) => {
    const text = readFileSync(path.join(installed, module), 'utf8')
    return [...text.matchAll(/^(?:import|export) (?:[^']* from )?'([^'.][^']*)'/gm)].map(
      ([, specifier = '']) => specifier,
    )
  })
  const packages = imported
    .filter(specifier => !isBuiltin(specifier))
    .map(specifier => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0])
  expect([...new Set(packages)].sort()).toEqual(
    Object.keys(manifest.dependencies)
      .filter(name => !name.startsWith('@types/'))
      .sort(),
  )
})

test('its types describe it to a strict project', async () => {
  const compiler = path.join(installedFolder('typescript'), 'bin', 'tsc')
  const checked = await run(process.execPath, [compiler, '-p', project]).catch(
    (error: { stdout: string }) => error,
  )
  expect(checked.stdout).toBe('')
})

test('it serves a program as a library', async () => {
  const { stdout } = await run(process.execPath, ['sample.ts'], {
    cwd: project,
    env: { ...process.env, DATABASE_URL: database.url },
  })
  expect(JSON.parse(stdout)).toEqual({
    answer: { data: { books: [{ title: 'Middlemarch' }] } },
    refusal: 'validation-failed',
    unused: 2,
  })
})

test('its command serves HTTP', async () => {
  const command = path.join(installed, manifest.bin['graphql-engine'] ?? '')
  const args = ['--database-url', database.url, '--metadata', 'metadata', '--port', '0']
  const child = spawn(
    process.execPath,
    [
      '--no-strip-types',
      command,
      ...args,
      '--admin-secret',
      'a secret',
      '--change-triggers',
      'false',
    ],
    { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const exited = new Promise(resolve => child.once('exit', resolve))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  try {
    await until(
      () => output.includes('listening on '),
      () => output,
    )
    const [, url = ''] = /listening on (\S+)/.exec(output) ?? []
    const response = await fetch(`${url}/v1/graphql`, {
      method: 'POST',
      headers: { 'x-hasura-admin-secret': 'a secret', 'x-hasura-role': 'reader' },
      body: JSON.stringify({ query: '{ books { id title } }' }),
    })
    expect(await response.json()).toEqual({ data: { books: [{ id: 1, title: 'Middlemarch' }] } })
  }
  finally {
    child.kill()
    await exited
  }
})
