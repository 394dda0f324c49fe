import { readFileSync } from 'node:fs'

/** The figure before some words in the README: `289 of 289` before `mutants killed`. */
export function readmeSays(words: string): string | undefined {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  return new RegExp(`(\\d+ of \\d+) ${words}`).exec(readme)?.[1]
}
