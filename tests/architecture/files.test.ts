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

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}
