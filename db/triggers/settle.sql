-- Derived rows are written last, when a transaction commits, and only by settle_goals(). It takes its locks in one order,
-- and no transaction waits for a user's row while it holds them, so writers queue and never deadlock:
--
--   1. the structure: alone where trees or grants change, shared otherwise, so that no goal changes its root meanwhile;
--   2. the trees of the touched goals, and the people whose own rows changed, by number. There are 256 numbers, so that a
--      large import holds few locks.
--
-- What follows from a write is told by the changes that history is made of (history.record.sql). Relies on READ COMMITTED,
-- Hasura's isolation level: after it has waited, each statement sees what was committed.
--
-- Most transactions change one row, and pay for each statement that is started here and for each PL/pgSQL expression, which
-- PostgreSQL prepares anew in every transaction. So they are few, and functions are called by assignment: PERFORM starts
-- a statement.

-- Records that the members of these goals may have changed in this transaction, by a change of "goals" or "goal_grants",
-- without a word for history. Security definer: writing goals and grants takes no privilege on this table.
create or replace function touch_members(goals uuid[], entity text) returns void
  language sql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
  insert into private.unsealed_changes (transaction_id, goal_id, entity, is_first)
    select pg_current_xact_id(), goal, entity, row_number() over () = 1 and not exists (
        select from private.unsealed_changes where transaction_id = pg_current_xact_id()
      )
      from unnest(goals) as goal
$$;

-- Takes the locks, in order; returns how many trees and people that are. What is no goal has a lock as a tree has.
create or replace function lock_settlement(goals uuid[], structural boolean) returns int
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  class constant int := 'private.unsealed_changes'::regclass::oid::int;
  most_levels constant int := 1000;
  root uuid;
  above uuid;
  trees int[];
  tree int;
begin
  if structural then
    perform pg_advisory_xact_lock(class, -1);
    return 0;
  end if;
  if not pg_try_advisory_xact_lock_shared(class, -1) then
    perform pg_advisory_xact_lock_shared(class, -1);
  end if;
  if cardinality(goals) = 1 then
    above := goals[1];
    for level in 1..most_levels loop
      root := above;
      select goal.parent_id into above from goals goal where goal.id = root;
      exit when above is null;
    end loop;
    trees := array[hashtext(root::text) & 255];
  else
    with recursive ancestor (id, parent_id) as (
      select wanted.id, goal.parent_id from unnest(goals) as wanted (id) left join goals goal using (id)
      union
      select goal.id, goal.parent_id from ancestor join goals goal on goal.id = ancestor.parent_id
    )
    select array_agg(distinct hashtext(id::text) & 255) into trees from ancestor where parent_id is null;
  end if;
  foreach tree in array coalesce(trees, '{}') loop
    if not pg_try_advisory_xact_lock(class, tree) then
      perform pg_advisory_xact_lock(class, tree);
    end if;
  end loop;
  return cardinality(trees);
end
$$;

-- Called for the first change of a transaction, and again where some came after the constraints were set immediate.
-- Sequential scans and joins by hash or merge are off, and plans are generic, for everything that is called from here.
create or replace function settle_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  -- The columns of goals, tasks and key results that figures follow from.
  measures constant text[] := array[
    'status', 'weight', 'parent_id', 'deleted_at', 'manual_progress',
    'kind', 'start_value', 'current_value', 'target_value', 'is_done'
  ];
  entries audit_log[];
  chains uuid[];
  touched uuid[];
  of_tasks boolean;
  of_goals boolean;
  structural boolean := false;
  regrouped uuid[];
  gone_goals uuid[];
  gone_people uuid[];
  gain numeric;
  done int;
begin
  -- As rows of history, which lack only their places in their chains.
  with changed as (
    delete from private.unsealed_changes where transaction_id = new.transaction_id returning *
  ),
  ordered as (
    select * from changed order by coalesce(goal_id, person_id), place
  ),
  salted as (
    select *, gen_random_uuid() as id, nextval('audit_log_number_seq') as number, gen_random_uuid() as salt from ordered
  )
  select
      array_agg(row(
        id, number, goal_id, person_id, null, actor_id, door, action, entity, entity_id, difference, salt,
        sha256(uuid_send(salt) || convert_to(difference::text, 'UTF8')), null, now()
      )::audit_log),
      array_agg(coalesce(goal_id, person_id)),
      array_agg(distinct goal_id) filter (
        where entity in ('goals', 'tasks', 'key_results') and (action <> 'update' or difference -> 'new' ?| measures)
      ),
      bool_and(entity = 'tasks'),
      bool_or(entity in ('goals', 'goal_grants', 'users'))
    into entries, chains, touched, of_tasks, of_goals
    from salted;
  if entries is null then
    return null;
  end if;
  if of_goals then
    touched := array(
      select unnest(touched)
      union
      select parent_id from goals where id = any (touched) and parent_id is not null
      union
      select (difference #>> '{old,parent_id}')::uuid from unnest(entries)
        where entity = 'goals' and difference #>> '{old,parent_id}' is not null
    );
    select
        array_agg(distinct entry.goal_id) filter (where action is null or is_move),
        coalesce(bool_or(is_move or action is null and entity = 'goal_grants' or action = 'delete' and entity in ('goals', 'users')), false),
        array_agg(entry.goal_id) filter (where action = 'delete' and entity = 'goals'),
        array_agg(entry.person_id) filter (where action = 'delete' and entity = 'users'),
        array_agg(entry) filter (where action is not null)
      into regrouped, structural, gone_goals, gone_people, entries
      from unnest(entries) as entry,
        lateral (values (entity = 'goals' and action = 'update' and difference -> 'new' ? 'parent_id')) as kind (is_move);
  end if;
  done := lock_settlement(chains, structural);
  if regrouped is not null then
    perform settle_members(regrouped);
  end if;
  if of_tasks and cardinality(entries) = 1 then
    -- The case of every day: a task without subtasks was completed or reopened, and was part of its goal before and after.
    select weight * case when status = 'completed' then 100 else -100 end into gain
      from tasks
      where id = entries[1].entity_id and parent_id is null and deleted_at is null and status::text <> 'cancelled'
        and entries[1].action = 'update'
        and entries[1].difference #>> '{old,status}' <> 'cancelled'
        and (status = 'completed') <> (entries[1].difference #>> '{old,status}' = 'completed')
        and not entries[1].difference -> 'new' ?| array['weight', 'parent_id', 'deleted_at']
        and not exists (select from tasks child where child.parent_id = tasks.id);
  end if;
  if cardinality(touched) > 0 then
    done := settle_figures(touched, of_tasks, gain);
  end if;
  if entries is not null then
    done := settle_history(entries);
  end if;
  if gone_goals is not null or gone_people is not null then
    perform erase_history(coalesce(gone_goals, '{}'), coalesce(gone_people, '{}'));
  end if;
  return null;
end
$$;

create constraint trigger unsealed_changes_settle after insert on private.unsealed_changes
  deferrable initially deferred
  for each row when (new.is_first) execute function settle_goals();
