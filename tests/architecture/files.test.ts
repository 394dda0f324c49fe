import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root, writtenFiles } from './source-files.ts'

const text =
  /\.(ts|mts|mjs|js|vue|css|sql|ya?ml|json|graphql|md|html|sh|env\.example)$|(^|\/)(Dockerfile[^/]*|run)$/
const code = /\.(ts|mts|mjs|js|vue|css|sql)$/
const files = writtenFiles().filter(file => text.test(file))

test('no source file has more than 450 lines', () => {
  const long = files
    .filter(file => code.test(file) && !/(^|\/)tests\//.test(file))
    .map(file => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 450)
  expect(long).toEqual([])
})

test('no file names a folder of one person\'s machine', () => {
  const home = /(?<![\w.~-])(\/home\/(?!node\b)\w|\/root\/|\/Users\/\w|\/work\/|[A-Z]:\\Users\\)/
  const found = files
    .filter(file => file !== 'tests/architecture/files.test.ts')
    .flatMap(file =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          home.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
    )
  expect(found).toEqual([])
})

test('files that text and code name are there', () => {
  const all = writtenFiles().map(file => `/${file}`)
  const missing = files
    .filter(file => !file.startsWith('tests/unit/'))
    .flatMap(file =>
      namedFiles(read(file))
        .filter(name => !all.some(known => known.endsWith(`/${name}`)))
        .map(name => `${file}: ${name}`),
    )
  expect(missing).toEqual([])
})

/** Source files in backticks by any end of their path, and in quotes by their whole path. */
function namedFiles(content: string): string[] {
  const inBackticks = /`([\w-]+(?:\/[\w-]+)*\.(?:ts|mjs|vue|sql))`/g
  const inQuotes = /'((?:app|db|dev|hasura|k8s|server|shared|tests)\/[\w./-]+\.(?:ts|mjs|vue|sql))'/g
  return [inBackticks, inQuotes].flatMap(pattern =>
    [...content.matchAll(pattern)].flatMap(([, name = '']) => name),
  )
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}
