import { keyOf, same } from '../content.ts'
import { parseExactly } from '../json.ts'
import type { Row, World, WorldSession } from '../world.ts'
import type { Oracle } from './visible.ts'

/**
 * Where a role's row filter, as the engine says that it compiles it, selects other rows than the
 * session may see.
 */
export async function checkFilters(
  world: World,
  { session, visible }: WorldSession,
  oracle: Oracle,
): Promise<string[]> {
  const problems: string[] = []
  for (const table of world.tables) {
    const [filter] = world.engine
      .predicates(session.role, { schema: 'public', name: table.name })
      .filter(({ part }) => part === 'select.filter')
    if (!filter) {
      if (visible[table.type] !== undefined && session.role !== 'admin')
        problems.push(`${session.role} has no filter on ${table.type}`)
      continue
    }
    const values = filter.parameters.map((parameter) => {
      switch (parameter.kind) {
        case 'session':
          return session.variables[parameter.variable]
        case 'literal':
          return parameter.text
        case 'allSessionVariables':
          return JSON.stringify(session.variables)
      }
    })
    const { rows } = await world.client.query<{ row: string }>(
      `select row_to_json(s)::text as row from (${filter.statement}) s`,
      values,
    )
    const selected = rows.map(({ row }) => keyOf(parseExactly(row) as Row, table.key)).sort()
    if (!same(selected, oracle.keys(table.type)))
      problems.push(
        `${session.role}'s filter on ${table.type} selects ${selected.join()}, but ${oracle.keys(table.type).join()} may be seen`,
      )
  }
  return problems
}
