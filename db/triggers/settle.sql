-- Derived rows are written last, when a transaction commits, and only by settle_goals(). It takes its locks in one order,
-- and no transaction waits for a user's row while it holds them, so writers queue and never deadlock:
--
--   1. the structure: alone where trees or grants change, shared otherwise, so that no goal changes its root meanwhile;
--   2. the trees of the touched goals, and the people whose own rows changed, by number. There are 256 numbers, so that a
--      large import holds few locks.
--
-- Relies on READ COMMITTED, Hasura's isolation level: after it has waited, each statement sees what was committed.

-- Records that these goals, or rows that belong to them, changed in this transaction. Security definer: writing goals
-- takes no privilege on this table.
create or replace function touch_goals(goals uuid[], structural boolean) returns void
  language sql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
  insert into private.touched_goals as known (transaction_id, goal_id, is_structural)
    select distinct pg_current_xact_id(), goal, structural from unnest(goals) as goal where goal is not null
    on conflict (transaction_id, goal_id) do update set is_structural = true
      where excluded.is_structural and not known.is_structural
$$;

-- Records that these goals were created below others.
create or replace function touch_new_goals(goals uuid[]) returns void
  language sql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
  insert into private.touched_goals as known (transaction_id, goal_id, is_structural, is_new)
    select pg_current_xact_id(), goal, false, true from unnest(goals) as goal
    on conflict (transaction_id, goal_id) do update set is_new = true where not known.is_new
$$;

-- Takes the locks, in order. Also called before goals or users are purged, while none of their rows is locked.
create or replace function lock_settlement(goals uuid[], structural boolean) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  class constant int := 'private.touched_goals'::regclass::oid::int;
  tree int;
begin
  if structural then
    perform pg_advisory_xact_lock(class, -1);
    return;
  end if;
  perform pg_advisory_xact_lock_shared(class, -1);
  for tree in
    with recursive above (id, parent_id) as (
      select id, parent_id from goals where id = any (lock_settlement.goals)
      union
      select goal.id, goal.parent_id from goals goal join above on goal.id = above.parent_id
    )
    select distinct hashtext(id::text) & 255
      from (
        select id from above where parent_id is null
        union all
        select id from unnest(lock_settlement.goals) as other (id)
          where not exists (select from goals where goals.id = other.id)
      ) as root
      order by 1
  loop
    perform pg_advisory_xact_lock(class, tree);
  end loop;
end
$$;

-- The rows of this transaction are taken at the first call; the calls for its other rows find theirs gone.
create or replace function settle_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  touched uuid[];
  regrouped uuid[];
  structural boolean;
  changes private.unsealed_changes[];
  chains uuid[];
begin
  -- By the whole key: a look-up of all rows would pass by those that were taken, once for each of them.
  if tg_table_name = 'touched_goals' and not exists (
    select from private.touched_goals where transaction_id = new.transaction_id and goal_id = new.goal_id
  ) then
    return null;
  end if;
  with taken as (
    delete from private.touched_goals where transaction_id = new.transaction_id
    returning goal_id, is_structural, is_new
  ),
  changed as (
    delete from private.unsealed_changes where transaction_id = new.transaction_id returning *
  )
  select
      (select array_agg(goal_id) from taken),
      (select array_agg(goal_id) from taken where is_structural or is_new),
      coalesce((select bool_or(is_structural) from taken), false)
        or coalesce(bool_or(action = 'delete' and entity in ('goals', 'users')), false),
      array_agg(changed order by coalesce(goal_id, person_id), place),
      array_agg(distinct coalesce(goal_id, person_id))
    into touched, regrouped, structural, changes, chains
    from changed;
  if touched is null and changes is null then
    return null;
  end if;
  perform lock_settlement(touched || chains, structural);
  if regrouped is not null then
    perform settle_members(regrouped);
  end if;
  if touched is not null then
    perform settle_figures(touched, structural);
  end if;
  if changes is not null then
    perform settle_history(changes);
  end if;
  return null;
end
$$;

create constraint trigger touched_goals_settle after insert on private.touched_goals
  deferrable initially deferred
  for each row execute function settle_goals();

create constraint trigger unsealed_changes_settle after insert on private.unsealed_changes
  deferrable initially deferred
  for each row when (new.is_first) execute function settle_goals();
