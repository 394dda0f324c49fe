-- Until now each membership was granted on its very goal. Now one holds for everything below, too: the members of a goal
-- become members of its sub-goals.
INSERT INTO "goal_grants" ("goal_id", "user_id", "role", "created_at")
  SELECT "goal_id", "user_id", "role", "created_at" FROM "user_goals";--> statement-breakpoint
UPDATE "user_goals" SET "granted_role" = "role";--> statement-breakpoint
ALTER TABLE "goal_grants" ALTER CONSTRAINT "goal_grants_goal_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "goal_grants" ALTER CONSTRAINT "goal_grants_user_id_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "goal_grants" ALTER CONSTRAINT "goal_grants_granted_by_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
DROP TRIGGER "user_goals_keep_last_owner_on_update" ON "user_goals";--> statement-breakpoint
DROP TRIGGER "user_goals_keep_last_owner_on_delete" ON "user_goals";--> statement-breakpoint
DROP FUNCTION "keep_last_owner"();--> statement-breakpoint
DROP TRIGGER "goals_add_owner" ON "goals";--> statement-breakpoint
-- Whoever makes a goal owns it, from the same statement on; the members of the goals above it come when the transaction
-- commits. Runs with its owner's rights: nobody who writes goals needs the right to write memberships.
create or replace function add_goal_owner() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  -- The membership comes first: so the grant, which it agrees with, changes nothing any more.
  insert into user_goals (user_id, goal_id, role, granted_role, created_at)
    select created_by, id, 'owner', 'owner', created_at from added where created_by is not null;
  insert into goal_grants (goal_id, user_id, role, created_at)
    select id, created_by, 'owner', created_at from added where created_by is not null;
  perform touch_new_goals(array(select id from added where parent_id is not null));
  return null;
end
$$;--> statement-breakpoint
create or replace trigger goals_add_owner after insert on goals
  referencing new table as added for each statement execute function add_goal_owner();--> statement-breakpoint
-- What follows from what people write is written last, when their transaction commits, by settle_goals() alone. It
-- takes its locks in one order, and nobody waits for a row of people's while holding them, so writers queue and never
-- deadlock:
--
--   1. the structure: alone where trees or grants change, shared otherwise, so that no goal changes its root meanwhile;
--   2. the trees of the touched goals, by number. There are 256 numbers, so that a large import holds few locks.
--
-- Relies on READ COMMITTED, Hasura's isolation level: after it has waited, each statement sees what was committed.

-- Notes that these goals, or something of theirs, changed in this transaction. Runs with its owner's rights: nobody who
-- writes goals needs the right to write here.
create or replace function touch_goals(goals uuid[], structural boolean) returns void
  language sql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
  insert into private.touched_goals as known (transaction_id, goal_id, is_structural)
    select distinct pg_current_xact_id(), goal, structural from unnest(goals) as goal where goal is not null
    on conflict (transaction_id, goal_id) do update set is_structural = true
      where excluded.is_structural and not known.is_structural
$$;--> statement-breakpoint
-- Notes that these goals were made below others.
create or replace function touch_new_goals(goals uuid[]) returns void
  language sql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
  insert into private.touched_goals as known (transaction_id, goal_id, is_structural, is_new)
    select pg_current_xact_id(), goal, false, true from unnest(goals) as goal
    on conflict (transaction_id, goal_id) do update set is_new = true where not known.is_new
$$;--> statement-breakpoint
-- Takes the locks, in order. Also called before goals or people are deleted for good, while no row of theirs is locked.
create or replace function lock_settlement(goals uuid[], structural boolean) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
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
    select distinct hashtext(path[cardinality(path)]::text) & 255
      from unnest(goals) as goal, goal_path(goal) as path
      where cardinality(path) > 0
      order by 1
  loop
    perform pg_advisory_xact_lock(class, tree);
  end loop;
end
$$;--> statement-breakpoint
-- The rows of this transaction are taken at the first call; the calls for its other rows find none.
create or replace function settle_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  touched uuid[];
  regrouped uuid[];
  structural boolean;
begin
  with taken as (
    delete from private.touched_goals where transaction_id = pg_current_xact_id()
    returning goal_id, is_structural, is_new
  )
  select array_agg(goal_id), array_agg(goal_id) filter (where is_structural or is_new), bool_or(is_structural)
    into touched, regrouped, structural
    from taken;
  if touched is null then
    return null;
  end if;
  perform lock_settlement(touched, structural);
  perform settle_members(regrouped);
  return null;
end
$$;--> statement-breakpoint
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
$$;--> statement-breakpoint
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
$$;--> statement-breakpoint
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
$$;--> statement-breakpoint
-- Whether somebody's role in a goal, and so in what is below it, would be another below this parent.
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
$$;--> statement-breakpoint
-- A parent that does not exist, is in the trash, or that the acting person may not edit: one and the same error,
-- so that nobody can learn which ids exist. Only an owner moves a goal to where others get access to it or lose it.
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
$$;--> statement-breakpoint
create or replace trigger goals_check_parent_on_insert before insert on goals
  for each row when (new.parent_id is not null) execute function check_goal_parent();--> statement-breakpoint
create or replace trigger goals_check_parent_on_update before update of parent_id on goals
  for each row when (old.parent_id is distinct from new.parent_id) execute function check_goal_parent();--> statement-breakpoint
-- When a goal is deleted for good its tasks move to the Inbox of its first owner, one of its own before those from above, without the categories of other
-- people. The tasks of a goal that nobody owns have nowhere to go and are deleted.
create or replace function move_tasks_to_inbox() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  owner_id uuid;
  inbox_id uuid;
begin
  select membership.user_id, inbox.id into owner_id, inbox_id
    from user_goals membership join goals inbox on inbox.created_by = membership.user_id and inbox.is_inbox
    where membership.goal_id = old.id and membership.role = 'owner'
    order by membership.granted_role is distinct from 'owner', membership.created_at, membership.user_id
    limit 1;
  if inbox_id is null then
    delete from tasks where goal_id = old.id;
  else
    update tasks
      set goal_id = inbox_id,
        category_id = (select id from categories where id = tasks.category_id and user_id = owner_id)
      where goal_id = old.id;
  end if;
  return old;
end
$$;--> statement-breakpoint
create or replace trigger goals_move_tasks_to_inbox before delete on goals
  for each row execute function move_tasks_to_inbox();--> statement-breakpoint
-- What becomes of a goal's members when the goal above it becomes another, or goes.
create or replace function touch_moved_goal() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform touch_goals(array[new.id], true);
  return null;
end
$$;--> statement-breakpoint
create or replace trigger goals_touch_moved after update of parent_id on goals
  for each row when (old.parent_id is distinct from new.parent_id) execute function touch_moved_goal();--> statement-breakpoint
-- Nobody gains or loses when a goal is deleted for good: what its sub-goals inherited through it is granted on them
-- then. Asks the grants, because the same transaction may have changed some of them.
create or replace function hand_down_grants() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
begin
  insert into goal_grants as own (goal_id, user_id, role)
    select child.id, above.user_id, min(above.role)
    from goals child, unnest(goal_path(old.id)) as path (id) join goal_grants above on above.goal_id = path.id
    where child.parent_id = old.id
    group by child.id, above.user_id
    on conflict (goal_id, user_id) do update set role = excluded.role where excluded.role < own.role;
  return old;
end
$$;--> statement-breakpoint
create or replace trigger goals_hand_down_grants before delete on goals
  for each row execute function hand_down_grants();--> statement-breakpoint
-- Owners grant roles to those who are members already, by inheritance; everybody else is invited. A goal that does not
-- exist or that the acting person does not own: one and the same error. A person who does not exist, is deactivated or
-- is no member: one and the same, too. Comes before the primary key is looked at, so that a key which is taken tells
-- owners only. What other triggers insert is not checked.
create or replace function check_goal_grant() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  actor constant uuid := acting_user_id();
begin
  if actor is null then
    return new;
  end if;
  if not exists (
    select from user_goals membership
      join users on users.id = membership.user_id
      join goals on goals.id = membership.goal_id
    where membership.goal_id = new.goal_id and membership.user_id = actor
      and membership.role = 'owner' and users.is_active and goals.deleted_at is null
  ) then
    perform refuse('goal_grants_goal_allowed', 'goal_grants', 'goal_id', 'choose a goal that you own');
  end if;
  if new.user_id = actor then
    perform refuse('goal_grants_oneself', 'goal_grants', 'user_id', 'choose somebody else, you own this goal already');
  end if;
  if not exists (
    select from user_goals membership join users on users.id = membership.user_id
    where membership.goal_id = new.goal_id and membership.user_id = new.user_id and users.is_active
  ) then
    perform refuse('goal_grants_user_allowed', 'goal_grants', 'user_id', 'choose a member of this goal, and invite everybody else');
  end if;
  if exists (select from goal_grants where goal_id = new.goal_id and user_id = new.user_id) then
    perform refuse('goal_grants_twice', 'goal_grants', 'user_id', 'change the role that this person has on this goal already');
  end if;
  return new;
end
$$;--> statement-breakpoint
create or replace trigger goal_grants_check before insert on goal_grants
  for each row when (pg_trigger_depth() = 0) execute function check_goal_grant();--> statement-breakpoint
-- A grant holds for everything below its goal, so members are derived anew from there when the transaction commits.
-- Nothing follows from a grant that the memberships agree with already, as a new goal's owner has it, nor from one that
-- goes together with its goal or person.
create or replace function touch_granted_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
begin
  if tg_op = 'INSERT' then
    perform touch_goals(array(
      select goal_id from added where not exists (
        select from user_goals membership
        where membership.user_id = added.user_id and membership.goal_id = added.goal_id
          and membership.granted_role = added.role
      )
    ), true);
  elsif tg_op = 'UPDATE' then
    perform touch_goals(array(
      select goal_id from removed full join added using (goal_id, user_id)
      where removed.role is distinct from added.role
    ), true);
  else
    perform touch_goals(array(
      select goal_id from removed
      where exists (select from goals where id = removed.goal_id)
        and exists (select from users where id = removed.user_id)
    ), true);
  end if;
  return null;
end
$$;--> statement-breakpoint
create or replace trigger goal_grants_touch_on_insert after insert on goal_grants
  referencing new table as added for each statement execute function touch_granted_goals();--> statement-breakpoint
create or replace trigger goal_grants_touch_on_update after update on goal_grants
  referencing old table as removed new table as added for each statement execute function touch_granted_goals();--> statement-breakpoint
create or replace trigger goal_grants_touch_on_delete after delete on goal_grants
  referencing old table as removed for each statement execute function touch_granted_goals();--> statement-breakpoint
-- Derives who is a member of these goals, and of everything below them whose members change by it: a person's role is
-- the strongest of what was granted on the goal and what they are in the goal above. Called by settle_goals() alone,
-- under its locks, and once by a migration.
--
-- Writing a membership needs its goal and person to stay. Whoever deletes one of them for good at this moment may be
-- waiting for these very locks, so this does not wait for them: the transaction fails as one that can be repeated.
create or replace function settle_members(touched uuid[]) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
  set lock_timeout = '100ms'
as $$
declare
  level uuid[] := touched;
  outdated_goals uuid[];
  outdated_people uuid[];
  changed uuid[];
  without_owner uuid[];
  doubtful uuid[] := '{}';
begin
  while level is not null loop
    with expected as (
      select goals.id as goal_id, source.user_id, min(source.role) as role,
        min(source.role) filter (where source.is_granted) as granted_role
      from unnest(level) as wanted (id) join goals on goals.id = wanted.id
        cross join lateral (
          select user_id, role, true from goal_grants where goal_id = goals.id
          union all
          select user_id, role, false from user_goals where goal_id = goals.parent_id
        ) as source (user_id, role, is_granted)
      group by goals.id, source.user_id
    ), actual as (
      select membership.* from unnest(level) as wanted (id) join user_goals membership on membership.goal_id = wanted.id
    ), outdated as (
      select goal_id, user_id, expected.role, expected.granted_role, actual.role as former_role
      from expected full join actual using (goal_id, user_id)
      where (expected.role, expected.granted_role) is distinct from (actual.role, actual.granted_role)
    ), removed as (
      delete from user_goals using outdated
      where outdated.role is null and user_goals.user_id = outdated.user_id and user_goals.goal_id = outdated.goal_id
    ), written as (
      insert into user_goals (user_id, goal_id, role, granted_role)
        select user_id, goal_id, role, granted_role from outdated where role is not null
        on conflict (user_id, goal_id) do update set role = excluded.role, granted_role = excluded.granted_role
    )
    select array_agg(distinct goal_id), array_agg(distinct user_id),
        array_agg(distinct goal_id) filter (where role is distinct from former_role),
        array_agg(distinct goal_id) filter (where former_role = 'owner' and role is distinct from 'owner')
      into outdated_goals, outdated_people, changed, without_owner
      from outdated;
    perform from goals where id = any (outdated_goals) for key share;
    perform from users where id = any (outdated_people) for key share;
    doubtful := doubtful || without_owner;
    select array_agg(id) into level from goals where parent_id = any (changed);
  end loop;
  if exists (
    select from goals where id = any (doubtful)
      and not exists (select from user_goals where goal_id = goals.id and role = 'owner')
  ) then
    perform refuse('user_goals_last_owner', 'goal_grants', 'role', 'make somebody else the owner of this goal first');
  end if;
exception
  when lock_not_available then
    raise serialization_failure using message = 'a goal or a person was being deleted for good, try again';
end
$$;--> statement-breakpoint
create or replace trigger goal_grants_touch_updated_at before update on goal_grants
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();--> statement-breakpoint
create or replace trigger goal_grants_keep_quota after insert on goal_grants
  referencing new table as added for each statement when (pg_trigger_depth() = 0) execute function keep_quota('granted_by');--> statement-breakpoint
INSERT INTO "private"."quotas" ("name", "max") VALUES ('goal_grants', 50000);--> statement-breakpoint
GRANT SELECT ON "goal_members" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ("role", "granted_by"), DELETE ON "goal_grants" TO "goals_graphql";--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "changes_members"(uuid, uuid) TO "goals_graphql";--> statement-breakpoint
SELECT "settle_members"(array_agg("id")) FROM "goals" WHERE "parent_id" IS NOT NULL;--> statement-breakpoint
-- The foreign keys of the rows that came are looked at here, so that later migrations can alter the table.
SET CONSTRAINTS ALL IMMEDIATE;--> statement-breakpoint
SET CONSTRAINTS ALL DEFERRED;
