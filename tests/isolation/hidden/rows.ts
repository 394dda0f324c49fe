// Rows that the asker may not see, with one secret or another of the same length in each of their
// columns.
import type pg from 'pg'
import { hidden, own } from '../support/pairs.ts'
import { ids } from '../support/people.ts'

/**
 * What Alice's rows say in the one state of the world, and in the other. The questions are about
 * the first.
 */
export const secrets = ['Sell the company', 'Keep the museums'] as const

/**
 * When Alice's memberships and links began, in the two states: the one column of theirs that can
 * differ.
 */
export const moments = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'] as const

/** How far Alice's goals are, in the two states. */
export const figures = [12.25, 87.5] as const

/**
 * Adds what Bob may have of somebody else's: goals below a hidden goal that he edits, and tasks in
 * a hidden category. Their positions are so large that a sum over them overflows. The database
 * refuses such positions; the gateway must not rely on it.
 */
export async function plantBelow(client: pg.ClientBase): Promise<void> {
  await client.query(
    'alter table goals drop constraint goals_position_range; alter table tasks drop constraint tasks_position_range',
  )
  await unchecked(
    client,
    `
    insert into goals (id, title, horizon, created_by, parent_id, position)
      select ('b1000000-0000-4000-8000-00000000000' || n)::uuid, 'below', 'weekly', '${ids.bob}', '${hidden.goal}', 1e308 from generate_series(1, 2) n;
    insert into user_goals (goal_id, user_id, role)
      select ('b1000000-0000-4000-8000-00000000000' || n)::uuid, '${ids.bob}', 'editor' from generate_series(1, 2) n;
    insert into tasks (goal_id, category_id, title, created_by, position)
      select '${own.goal}', '${hidden.category}', 'in a hidden category', '${ids.bob}', 1e308 from generate_series(1, 2)`,
  )
}

/** Puts a secret into every text of Alice's rows, and a moment into her memberships. */
export async function hide(client: pg.ClientBase, state: 0 | 1): Promise<void> {
  const secret = `'${secrets[state]}'`
  await unchecked(
    client,
    `
    update users set name = ${secret}, username = ${secret}, email = ${secret}, avatar_url = ${secret} where id = '${ids.alice}';
    update goals set title = ${secret}, description = ${secret}, success_criteria = ${secret} where created_by = '${ids.alice}';
    update tasks set title = ${secret}, notes = ${secret} where created_by = '${ids.alice}';
    update key_results set title = ${secret}, unit = ${secret} where created_by = '${ids.alice}';
    update check_ins set note = ${secret} where created_by = '${ids.alice}';
    update task_dependencies set created_at = '${moments[state]}' where created_by = '${ids.alice}';
    update categories set name = ${secret}, color = ${secret} where id = '${hidden.category}';
    update settings set key = ${secret}, value = to_jsonb(${secret}::text) where user_id = '${ids.alice}';
    update user_goals set created_at = '${moments[state]}' where user_id = '${ids.alice}';
    update invitations set invitee = ${secret} where id = 'a0000000-0000-4000-8000-0000000000a2';
    update goal_grants set created_at = '${moments[state]}' where user_id = '${ids.alice}';
    update period_closes set created_at = '${moments[state]}' where user_id = '${ids.alice}';
    update closed_goals set title = ${secret} where close_id in (select id from period_closes where user_id = '${ids.alice}');
    update goal_figures set progress = ${figures[state]} where goal_id in (select id from goals where created_by = '${ids.alice}');
    update goal_progress set progress = ${figures[state]} where goal_id in (select id from goals where created_by = '${ids.alice}');
    update audit_log set door = ${secret}, difference = jsonb_build_object('new', jsonb_build_object('title', ${secret}))
      where person_id = '${ids.alice}' or goal_id in (select id from goals where created_by = '${ids.alice}')`,
  )
}

/**
 * Fills every table with more rows of Erin's, and lets the planner know: its plans are others then.
 */
export async function enlarge(client: pg.ClientBase, rows: number): Promise<void> {
  await unchecked(
    client,
    `
    insert into users (id, username, name) select gen_random_uuid(), 'person ' || n, 'Person ' || n from generate_series(1, ${rows}) n;
    with made as (
      insert into goals (title, horizon, created_by, deleted_at)
        select 'goal ' || n, 'weekly', '${ids.erin}', case when n % 10 = 0 then now() end from generate_series(1, ${rows}) n returning id)
      insert into user_goals (goal_id, user_id, role, granted_role) select id, '${ids.erin}', 'owner', 'owner' from made;
    insert into goal_grants (goal_id, user_id, role)
      select goal_id, user_id, role from user_goals where user_id = '${ids.erin}' on conflict do nothing;
    insert into tasks (goal_id, title, created_by, deleted_at)
      select goal_id, 'task', '${ids.erin}', case when random() < 0.1 then now() end from user_goals where user_id = '${ids.erin}';
    insert into key_results (goal_id, title, start_value, current_value, target_value, created_by, deleted_at)
      select goal_id, 'key result', 0, 0, 1, '${ids.erin}', case when random() < 0.1 then now() end
      from user_goals where user_id = '${ids.erin}';
    insert into check_ins (goal_id, note, created_by) select goal_id, 'check-in', '${ids.erin}' from user_goals where user_id = '${ids.erin}';
    insert into task_dependencies (task_id, depends_on_id, created_by)
      select id, lead(id, 1, id) over (), '${ids.erin}' from tasks where created_by = '${ids.erin}';
    insert into categories (user_id, name) select '${ids.erin}', 'category ' || n from generate_series(1, ${rows}) n;
    insert into settings (user_id, key, value) select '${ids.erin}', 'key ' || n, to_jsonb(n) from generate_series(1, ${rows}) n;
    insert into period_closes (user_id, horizon, starts_on, ends_on)
      select '${ids.erin}', 'weekly', date '2026-01-05' + 7 * n, date '2026-01-11' + 7 * n from generate_series(1, ${rows}) n;
    insert into closed_goals (close_id, title, status, progress, target_date, is_carried)
      select id, 'goal', 'active', 50, ends_on, true from period_closes where user_id = '${ids.erin}';
    insert into goal_figures (goal_id, progress, parts, weight) select id, 50, 1, 1 from goals on conflict do nothing;
    insert into goal_progress (goal_id, day, progress) select id, '2026-01-01', 50 from goals;
    insert into audit_log (goal_id, seq, action, entity, difference, digest, hash)
      select goal_id, 1, 'update', 'goals', '{}', '', '' from user_goals where user_id = '${ids.erin}'
      on conflict (goal_id, seq) do nothing`,
  )
  await client.query('analyze')
}

/** As a restored backup would come in: no trigger changes anything more. */
async function unchecked(client: pg.ClientBase, statements: string): Promise<void> {
  await client.query(`begin; set local session_replication_role = replica; ${statements}; commit`)
}
