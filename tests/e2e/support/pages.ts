import { globSync } from 'node:fs'

/**
 * The addresses of all pages below `app/pages`, sorted. `examples` gives a page with parameters
 * its address, by its file: `goals/[id].vue`.
 *
 * @throws Error naming the page that has parameters and no example
 */
export function pageAddresses(examples: Readonly<Record<string, string>>): string[] {
  const addresses = globSync('**/*.vue', { cwd: 'app/pages' })
    .map(file => file.replaceAll('\\', '/'))
    .map((file) => {
      if (!file.includes('[')) return `/${file.replace(/(^|\/)index\.vue$|\.vue$/, '')}`
      const example = examples[file]
      if (!example) throw new Error(`app/pages/${file} has parameters and no example here.`)
      return example
    })
  return [...new Set(addresses)].sort()
}
