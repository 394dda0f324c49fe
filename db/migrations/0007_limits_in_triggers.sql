DROP TRIGGER "goals_check_parent_on_insert" ON "goals";--> statement-breakpoint
DROP TRIGGER "goals_check_parent_on_update" ON "goals";--> statement-breakpoint
DROP FUNCTION "check_goal_parent"();--> statement-breakpoint
DROP FUNCTION "lock_goal_trees"(uuid[]);--> statement-breakpoint
-- The goals form trees of at most 32 levels: no goal is below itself, also when two people write at the same moment.
-- Every look-up goes by index, also with a plan from when the table was empty: a plan is kept while one statement inserts.

-- A goal and all goals above it, the root last. Ends also where rows already form a cycle.
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

-- How many levels a goal and what is below it take up, counted no further than one beyond `at_most`.
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

-- A parent that does not exist, is in the trash, or that the acting person may not edit: one and the same error,
-- so that nobody can learn which ids exist.
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
  for each row when (old.parent_id is distinct from new.parent_id) execute function check_goal_parent();--> statement-breakpoint
-- A completed goal counts as 100 per cent. What a person said of its progress stays beside, in manual_progress, and is
-- what the goal shows again once it is reopened. Clients write "progress" alone: of an open goal it is what they say,
-- and with the step to "completed" it says nothing new.
create or replace function keep_progress() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    new.manual_progress := new.progress;
  elsif new.progress is distinct from old.progress then
    if new.status <> 'completed' then
      new.manual_progress := new.progress;
    elsif old.status = 'completed' then
      perform refuse('goals_progress_completed', 'goals', 'progress', 'reopen the goal to change its progress');
    end if;
  end if;
  if new.status = 'completed' and new.progress is not null then
    new.progress := 100;
  else
    new.progress := new.manual_progress;
  end if;
  return new;
end
$$;

create or replace trigger goals_keep_progress before insert or update of status, progress, manual_progress on goals
  for each row execute function keep_progress();--> statement-breakpoint
-- How much one person may keep, and insert at once, on behalf of whom Hasura runs a mutation; the figures are in
-- private.quotas. What migrations, seeds and the server itself write is not counted against anybody. Runs with its
-- owner's rights: nobody who writes goals needs the right to read the quotas.
--
-- Counted by an index and no further than the quota. A person's inserts into one table wait for each other, so that two
-- at the same moment cannot both take the last place; deletions wait for nothing.
create or replace function keep_quota() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  actor constant uuid := acting_user_id();
  owner_column constant text := tg_argv[0];
  max_inserted constant int := (select max from private.quotas where name = 'inserted_rows');
  max_kept constant int := (select max from private.quotas where name = tg_table_name);
  kept int;
begin
  if actor is null or not exists (select from added) then
    return null;
  end if;
  if (select count(*) from (select from added limit max_inserted + 1) counted) > max_inserted then
    perform refuse('inserted_rows_quota', tg_table_name, 'objects', format('send at most %s rows at once', max_inserted));
  end if;
  perform pg_advisory_xact_lock('private.quotas'::regclass::oid::int, hashtext(tg_table_name || actor));
  execute format('select count(*) from (select from %I where %I = $1 limit $2) counted', tg_table_name, owner_column)
    into kept using actor, max_kept + 1;
  if kept > max_kept then
    perform refuse(tg_table_name || '_quota', tg_table_name, tg_table_name,
      format('you can keep at most %s %s, those in the trash included; delete some for good first', max_kept, tg_table_name));
  end if;
  return null;
end
$$;

create or replace trigger goals_keep_quota after insert on goals
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger tasks_keep_quota after insert on tasks
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger categories_keep_quota after insert on categories
  referencing new table as added for each statement execute function keep_quota('user_id');

create or replace trigger settings_keep_quota after insert on settings
  referencing new table as added for each statement execute function keep_quota('user_id');--> statement-breakpoint
-- A function that runs with its owner's rights is as good as its owner to whoever can make it fire: from a trigger of
-- their own on a table of their own. So nobody executes a function but those whose writes call it, names in it are
-- looked up in PostgreSQL's catalog first, and a new function begins the same way. Triggers need no right to fire.
do $$
declare
  signature regprocedure;
begin
  for signature in
    select oid::regprocedure from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
  loop
    execute format('alter function %s set search_path = pg_catalog, public, pg_temp', signature);
    execute format('revoke execute on function %s from public', signature);
  end loop;
end
$$;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "refuse"(text, text, text, text), "acting_user_id"(), "goal_path"(uuid), "goal_height"(uuid, int), "lock_goal_trees"(boolean, uuid[]) TO "goals_graphql";--> statement-breakpoint
REVOKE CREATE ON SCHEMA "public" FROM PUBLIC;
