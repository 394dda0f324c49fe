// What becomes of a goal's members when something happens above it: every user must see afterwards what
// the grants and the tree say, whether they ask or follow. Nobody asks for anything but the triggers' work.
import { derivedMemberships } from '../support/rights.ts'
import type { Answer } from '../support/target.ts'
import { policy } from '../support/policy.ts'
import type { Row, World } from '../support/world.ts'
import { ids } from '../support/people.ts'
import { compareSets, refused, type Observation, type ProbedOperation } from './cell.ts'
import type { WriteAttempt } from './write.ts'

const goals = {
  private: 'a0000000-0000-4000-8000-000000000001',
  shared: 'a0000000-0000-4000-8000-000000000002',
  below: 'a0000000-0000-4000-8000-000000000005',
  bobs: 'b0000000-0000-4000-8000-000000000001',
} as const

type Change = readonly [statement: string, apply: (world: World) => readonly Row[]]

const grant: Row = { goal_id: goals.private, user_id: ids.bob, role: 'editor' }
const move = (goal: string, parent: string | null): Change => [
  `update goals set parent_id = ${parent ? `'${parent}'` : 'null'} where id = '${goal}'`,
  world =>
    derivedMemberships({
      ...world,
      goals: world.goals.map(row => (row.id === goal ? { ...row, parent_id: parent } : row)),
    }),
]
const revoke = (user: string): Change => [
  `delete from goal_grants where goal_id = '${goals.shared}' and user_id = '${user}'`,
  world =>
    derivedMemberships({
      ...world,
      goal_grants: world.goal_grants.filter(
        row => row.goal_id !== goals.shared || row.user_id !== user,
      ),
    }),
]

/** What happens, by the name of its cells, and the memberships that must be there afterwards. */
const changes = {
  'grant above': [
    `insert into goal_grants (goal_id, user_id, role) values ('${goals.private}', '${ids.bob}', 'editor')`,
    world => derivedMemberships({ ...world, goal_grants: [...world.goal_grants, grant] }),
  ],
  'move in': move(goals.bobs, goals.shared),
  'move out': move(goals.below, null),
  'revoke above': revoke(ids.erin),
  'purge above': [
    `delete from goals where id = '${goals.shared}'`,
    world => derivedMemberships(world).filter(row => row.goal_id !== goals.shared),
  ],
  'leave': revoke(ids.victor),
} as const satisfies Partial<Record<ProbedOperation, Change>>

/** The probes of inheritance, which are cells of `user_goals`: by query over HTTP, else by subscription. */
export const inheritanceProbes = Object.fromEntries(
  Object.entries<Change>(changes).map(([operation, change]) => [
    operation,
    (attempt: WriteAttempt) =>
      attempt.table === 'user_goals' ? inherits(attempt, operation, change) : undefined,
  ]),
) as Record<keyof typeof changes, (attempt: WriteAttempt) => Promise<Observation> | undefined>

const selection = '{ user_goals { user_id goal_id role granted_role goal { id } } }'

async function inherits(
  attempt: WriteAttempt,
  operation: string,
  [statement, apply]: Change,
): Promise<Observation> {
  const { person, transport, send, settle } = attempt
  if (person.role === undefined)
    return refused(operation, await send(transport, person, `query ${selection}`))
  const live = transport === 'http' ? undefined : await attempt.follow(person, `subscription ${selection}`)
  try {
    await attempt.change(statement)
    const { candidates, expected } = visible(attempt, apply(attempt.world))
    const isExpected = (answer: Answer) => {
      const seen = seenIn(answer)
      return seen.size === expected.size && [...seen].every(key => expected.has(key))
    }
    const answer = live
      ? await live.until(isExpected)
      : await send(transport, person, `query ${selection}`)
    return compareSets(operation, candidates, expected, seenIn(answer))
  }
  finally {
    live?.stop()
    await settle()
  }
}

/** Of the memberships that must be there, those that the user must see. */
function visible({ person, world }: WriteAttempt, memberships: readonly Row[]) {
  const derived = { ...world, user_goals: memberships }
  return {
    candidates: [...new Set([...memberships, ...world.user_goals].map(keyOf))],
    expected: new Set(
      memberships.filter(row => policy.user_goals.reads(person, row, derived)).map(keyOf),
    ),
  }
}

function seenIn({ data }: Answer): Set<string> {
  return new Set(((data?.user_goals ?? []) as Record<string, unknown>[]).map(keyOf))
}

function keyOf(row: Record<string, unknown>): string {
  return [row.user_id, row.goal_id, row.role].join('/')
}
