import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const engine = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(`${engine}/${file}`, 'utf8')
const pages = globSync('docs/*.md', { cwd: engine })
const sources = globSync('*/**/*.ts', {
  cwd: engine,
  exclude: file => /^(tests|dist|node_modules)$/.test(file),
})

test('the README leads to every page', () => {
  const readme = read('README.md')
  expect(pages.filter(page => !readme.includes(`](${page})`))).toEqual([])
})

test('links between pages and comments that name one lead to a page', () => {
  const named = [
    ...sources.flatMap(file =>
      [...read(file).matchAll(/\bdocs\/[\w-]+\.md/g)].map(([page]) => ({ file, page })),
    ),
    ...pages.flatMap(file =>
      [...read(file).matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => ({
        file,
        page: `docs/${page}`,
      })),
    ),
    ...[...read('README.md').matchAll(/\]\((docs\/[^)]+)\)/g)].map(([, page = '']) => ({
      file: 'README.md',
      page,
    })),
  ]
  expect(named.length).toBeGreaterThan(pages.length)
  expect(named.filter(({ page }) => !pages.includes(page))).toEqual([])
})
