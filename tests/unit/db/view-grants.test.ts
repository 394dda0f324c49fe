import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const grantsOf = (sql: string) =>
  [...sql.matchAll(/^GRANT (.+) ON (.+) TO (.+?);/gm)].flatMap(([, rights = '', names = '', roles]) =>
    names.split(', ').map(name => ({ name: unquoted(name), grant: `${rights} to ${unquoted(roles!)}` })))

/** Views of a migration that are dropped and created again: PostgreSQL forgets their grants. */
const recreated = (sql: string) =>
  [...sql.matchAll(/^DROP VIEW (\S+);/gm)]
    .map(([, name = '']) => unquoted(name))
    .filter(name => sql.includes(`CREATE VIEW "public"."${name}"`))

test('a migration that creates a view again grants what was granted before', () => {
  const granted = new Map<string, string>()
  for (const file of globSync('db/migrations/*.sql').sort()) {
    const sql = readFileSync(file, 'utf8')
    const grants = grantsOf(sql)
    for (const view of recreated(sql)) {
      const again = grants.find(({ name }) => name === view)?.grant
      expect(again, `${file} drops the grants of "${view}"`).toBe(granted.get(view))
    }
    for (const { name, grant } of grants) granted.set(name, grant)
  }
  expect(granted.get('deleted_tasks')).toBe('SELECT, UPDATE ("deleted_at"), DELETE to goals_graphql')
})

function unquoted(name: string): string {
  return name.replace(/"public"\.|"/g, '')
}
