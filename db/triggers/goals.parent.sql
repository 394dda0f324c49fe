-- Goals form trees of at most 32 levels, and no goal is below itself, even under concurrent writes. Sequential scans are
-- off, since a plan that was made while the table was empty is kept while one statement inserts.

-- A goal and all its ancestors, the root last. Terminates even if rows already form a cycle.
create or replace function goal_path(start uuid) returns uuid[]
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
  with recursive path (id, parent_id, distance) as (
    select id, parent_id, 0 from goals where id = start
    union all
    select above.id, above.parent_id, path.distance + 1 from goals above join path on above.id = path.parent_id
  ) cycle id set is_cycle using visited
  select coalesce(array_agg(id order by distance), '{}') from path where not is_cycle
$$;

-- Locks, until the transaction ends, the trees that hold these goals. While it waits, another transaction may have
-- moved the goals to other trees: so it looks again until it holds the locks of where they are.
-- A move holds its trees alone; inserts share theirs, so that they wait for moves only. Relies on READ COMMITTED,
-- Hasura's isolation level.
create or replace function lock_goal_trees(is_move boolean, variadic members uuid[]) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  root uuid;
  wanted uuid[];
  held uuid[] := '{}';
begin
  loop
    select array_agg(distinct path[cardinality(path)] order by path[cardinality(path)]) into wanted
      from unnest(members) as member, goal_path(member) as path
      where cardinality(path) > 0 and path[cardinality(path)] <> all (held);
    exit when wanted is null;
    foreach root in array wanted loop
      if is_move then
        perform pg_advisory_xact_lock('goals'::regclass::oid::int, hashtext(root::text));
      else
        perform pg_advisory_xact_lock_shared('goals'::regclass::oid::int, hashtext(root::text));
      end if;
    end loop;
    held := held || wanted;
  end loop;
end
$$;

-- The height of a goal's subtree, counted up to one level beyond `at_most`.
create or replace function goal_height(start uuid, at_most int) returns int
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
  with recursive subtree (id, level) as (
    select start, 1
    union all
    select child.id, subtree.level + 1 from goals child join subtree on child.parent_id = subtree.id where subtree.level <= at_most
  )
  select max(level) from subtree
$$;

-- Whether any user's role in a goal, and so in its subtree, would change below this parent.
create or replace function changes_members(goal uuid, parent uuid) returns boolean
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
  with expected as (
    select user_id, min(role) as role from (
      select user_id, role from goal_grants where goal_id = goal
      union all
      select user_id, role from user_goals where goal_id = parent
    ) as source group by user_id
  )
  select exists (
    select from expected full join (select user_id, role from user_goals where goal_id = goal) actual using (user_id)
    where expected.role is distinct from actual.role
  )
$$;

-- A parent that does not exist, is in the trash, or that the acting user may not edit gives the same error, so that no
-- ids can be probed. Only an owner may move a goal to where others gain or lose access to it.
create or replace function check_goal_parent() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  max_levels constant int := 32;
  actor constant uuid := acting_user_id();
  above uuid[];
  room int;
begin
  if new.parent_id = new.id then
    perform refuse('goals_parent_cycle', 'goals', 'parent_id', 'choose a goal that is not this goal itself');
  end if;
  if new.parent_id is not null and not exists (
    select from goals parent
    where parent.id = new.parent_id and parent.deleted_at is null and (actor is null or exists (
      select from user_goals membership join users on users.id = membership.user_id
      where membership.goal_id = parent.id and membership.user_id = actor
        and membership.role in ('owner', 'editor') and users.is_active
    ))
  ) then
    perform refuse('goals_parent_allowed', 'goals', 'parent_id', 'choose one of the goals that you can edit');
  end if;
  perform lock_goal_trees(tg_op = 'UPDATE', new.id, new.parent_id);
  above := goal_path(new.parent_id);
  if new.id = any (above) then
    perform refuse('goals_parent_cycle', 'goals', 'parent_id', 'choose a goal that is not below this goal');
  end if;
  if tg_op = 'UPDATE' and actor is not null and not exists (
    select from user_goals where goal_id = new.id and user_id = actor and role = 'owner'
  ) and changes_members(new.id, new.parent_id) then
    perform refuse('goals_parent_members', 'goals', 'parent_id',
      'ask an owner of this goal to move it, others would get or lose access to it');
  end if;
  room := max_levels - cardinality(above);
  -- A tree that was deeper before there was a limit can still be taken apart: its parts may move up.
  if tg_op = 'UPDATE' and cardinality(above) < cardinality(goal_path(old.parent_id)) then
    return new;
  end if;
  if room < 1 or (tg_op = 'UPDATE' and goal_height(new.id, room) > room) then
    perform refuse('goals_parent_depth', 'goals', 'parent_id', format('choose a goal higher up, goals nest at most %s levels deep', max_levels));
  end if;
  return new;
end
$$;

create or replace trigger goals_check_parent_on_insert before insert on goals
  for each row when (new.parent_id is not null) execute function check_goal_parent();

create or replace trigger goals_check_parent_on_update before update of parent_id on goals
  for each row when (old.parent_id is distinct from new.parent_id) execute function check_goal_parent();
