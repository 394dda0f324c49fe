// The policy about periods: a person closes their own, and nobody else sees what became of them.
import { ownObjects } from './candidates.ts'
import { isActiveMember } from './rights.ts'
import { administratorsAnd, allBut, everybody, type TableName, type TablePolicy } from './table-policy.ts'

const closeColumns = allBut('period_closes')
const goalColumns = allBut('closed_goals')

/** The part of `policy` about them. */
export const periodPolicy: Readonly<
  Record<Extract<TableName, 'period_closes' | 'closed_goals'>, TablePolicy>
> = {
  period_closes: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.period_closes,
    readable: { member: closeColumns, viewer: closeColumns, org_admin: closeColumns },
    reads: administratorsAnd((person, row) => row.user_id === person.id),
    insert: { columns: { member: ['horizon', 'starts_on', 'client_key'] }, rows: isActiveMember },
    candidates: ownObjects({ horizon: 'weekly', starts_on: '2026-11-26' }),
  },
  closed_goals: {
    key: ['id'],
    cursor: ['id', '00000000-0000-0000-0000-000000000000'],
    aggregates: everybody,
    rowsOf: world => world.closed_goals,
    readable: { member: goalColumns, viewer: goalColumns, org_admin: goalColumns },
    reads: administratorsAnd((person, row, world) =>
      world.period_closes.some(close => close.id === row.close_id && close.user_id === person.id),
    ),
  },
}
