import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Statements about views, in the order in which the migrations run them. */
const statements = globSync('db/migrations/*.sql')
  .sort()
  .flatMap(file => [...readFileSync(file, 'utf8').matchAll(/^(DROP VIEW|CREATE VIEW|GRANT) .*/gm)])
  .map(([statement]) => statement.replace(/"public"\./g, ''))

test('a view that is dropped and created again gets its grants again', () => {
  const views = new Set<string>()
  const grants = new Map<string, string>()
  const lost = new Map<string, string>()
  for (const statement of statements) {
    const [, verb, view = ''] = /^(DROP|CREATE) VIEW "(\w+)"/.exec(statement) ?? []
    const [, rights = '', names = '', role = ''] = /^GRANT (.+) ON (.+) TO (.+?);/.exec(statement) ?? []
    if (verb === 'CREATE') views.add(view)
    if (verb === 'DROP') {
      views.delete(view)
      lost.set(view, grants.get(view) ?? 'none')
    }
    for (const [, name = ''] of names.matchAll(/"(\w+)"/g)) {
      grants.set(name, `${rights} to ${role}`)
      if (lost.get(name) === grants.get(name)) lost.delete(name)
    }
  }
  expect([...lost].filter(([view]) => views.has(view))).toEqual([])
  expect(grants.get('deleted_tasks')).toBe('SELECT, UPDATE ("deleted_at"), DELETE to "goals_graphql"')
})
