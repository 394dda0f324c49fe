-- completed_at is set exactly while the status is "completed". A time that is given with the status is kept, so that
-- imported rows stay dated as they were.
create or replace function set_completed_at() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  new.completed_at := case when new.status = 'completed' then coalesce(new.completed_at, now()) end;
  return new;
end
$$;

create or replace trigger goals_set_completed_at before insert or update of status, completed_at on goals
  for each row execute function set_completed_at();

create or replace trigger tasks_set_completed_at before insert or update of status, completed_at on tasks
  for each row execute function set_completed_at();--> statement-breakpoint
-- updated_at tells when a row last changed; writing the same values again is no change.
create or replace function touch_updated_at() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create or replace trigger users_touch_updated_at before update on users
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger goals_touch_updated_at before update on goals
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger tasks_touch_updated_at before update on tasks
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger categories_touch_updated_at before update on categories
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger settings_touch_updated_at before update on settings
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();--> statement-breakpoint
-- The Inbox stays: it is where tasks without another goal live. Only users.purge.sql takes it away, with its person.
create or replace function keep_inbox() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    perform refuse('goals_inbox_stays', 'goals', 'id', 'keep the Inbox, it cannot be deleted');
    return null;
  end if;
  if new.deleted_at is not null then
    perform refuse('goals_inbox_stays', 'goals', 'deleted_at', 'keep the Inbox, it cannot be deleted');
  elsif new.status <> 'active' then
    perform refuse('goals_inbox_active', 'goals', 'status', 'leave the Inbox active, it cannot be closed');
  elsif new.parent_id is not null then
    perform refuse('goals_inbox_apart', 'goals', 'parent_id', 'leave the Inbox at the top, it cannot be placed under a goal');
  end if;
  return new;
end
$$;

create or replace trigger goals_keep_inbox_on_update before update on goals
  for each row when (old.is_inbox and new.is_inbox) execute function keep_inbox();

create or replace trigger goals_keep_inbox_on_delete before delete on goals
  for each row when (old.is_inbox) execute function keep_inbox();--> statement-breakpoint
-- Whoever makes a goal owns it, from the same transaction on. Runs with its owner's rights: nobody who writes goals
-- needs the right to write memberships.
create or replace function add_goal_owner() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
begin
  insert into user_goals (user_id, goal_id, role, created_at) values (new.created_by, new.id, 'owner', new.created_at);
  return null;
end
$$;

create or replace trigger goals_add_owner after insert on goals
  for each row when (new.created_by is not null) execute function add_goal_owner();--> statement-breakpoint
-- The goals form trees: no goal is below itself, also when two people move goals at the same moment.

-- A goal and all goals above it, the root last. Ends also where rows already form a cycle.
create or replace function goal_path(start uuid) returns uuid[]
  language sql
  stable
  set search_path = public, pg_temp
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
-- Every change of a tree's shape must hold its lock. Relies on READ COMMITTED, Hasura's isolation level.
create or replace function lock_goal_trees(variadic members uuid[]) returns void
  language plpgsql
  set search_path = public, pg_temp
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
      perform pg_advisory_xact_lock('goals'::regclass::oid::int, hashtext(root::text));
    end loop;
    held := held || wanted;
  end loop;
end
$$;

-- A parent that does not exist, is in the trash, or that the acting person may not edit: one and the same error,
-- so that nobody can learn which ids exist.
create or replace function check_goal_parent() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  actor constant uuid := acting_user_id();
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
  if tg_op = 'UPDATE' then
    perform lock_goal_trees(new.id, new.parent_id);
    if new.id = any (goal_path(new.parent_id)) then
      perform refuse('goals_parent_cycle', 'goals', 'parent_id', 'choose a goal that is not below this goal');
    end if;
  end if;
  return new;
end
$$;

create or replace trigger goals_check_parent_on_insert before insert on goals
  for each row when (new.parent_id is not null) execute function check_goal_parent();

create or replace trigger goals_check_parent_on_update before update of parent_id on goals
  for each row when (old.parent_id is distinct from new.parent_id) execute function check_goal_parent();--> statement-breakpoint
-- When a goal is deleted for good its tasks move to the Inbox of its first owner, without the categories of other
-- people. The tasks of a goal that nobody owns have nowhere to go and are deleted.
create or replace function move_tasks_to_inbox() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  owner_id uuid;
  inbox_id uuid;
begin
  select membership.user_id, inbox.id into owner_id, inbox_id
    from user_goals membership join goals inbox on inbox.created_by = membership.user_id and inbox.is_inbox
    where membership.goal_id = old.id and membership.role = 'owner'
    order by membership.created_at, membership.user_id
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
$$;

create or replace trigger goals_move_tasks_to_inbox before delete on goals
  for each row execute function move_tasks_to_inbox();--> statement-breakpoint
-- Refuses a change in the form that the API turns into an error on a field.
create or replace function refuse(rule text, at_table text, at_column text, instruction text) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  raise exception using
    errcode = 'check_violation',
    message = format('%s: %s', at_column, instruction),
    constraint = rule,
    schema = 'public',
    table = at_table,
    column = at_column;
end
$$;--> statement-breakpoint
-- The person on whose behalf Hasura runs this mutation, or null when nobody's: migrations, seeds, the server itself.
-- Hasura sets "hasura.user" to the session variables as JSON, with names in lower case; after its transaction the
-- setting is an empty string.
create or replace function acting_user_id() returns uuid
  language sql
  stable
  set search_path = public, pg_temp
as $$
  select (nullif(current_setting('hasura.user', true), '')::json ->> 'x-hasura-user-id')::uuid
$$;--> statement-breakpoint
-- A goal keeps an owner for as long as there is one: the last one can neither leave nor be demoted, unless the goal
-- or the person itself goes. Two owners who leave at the same moment wait for each other at the goal's row.
create or replace function keep_last_owner() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform from users where id = old.user_id;
  if not found then
    return null;
  end if;
  perform from goals where id = old.goal_id for no key update;
  if found and not exists (select from user_goals where goal_id = old.goal_id and role = 'owner') then
    perform refuse('user_goals_last_owner', 'user_goals', 'role', 'make somebody else the owner of this goal first');
  end if;
  return null;
end
$$;

create or replace trigger user_goals_keep_last_owner_on_update after update on user_goals
  for each row when (old.role = 'owner' and (new.role, new.goal_id) is distinct from (old.role, old.goal_id))
  execute function keep_last_owner();

create or replace trigger user_goals_keep_last_owner_on_delete after delete on user_goals
  for each row when (old.role = 'owner') execute function keep_last_owner();--> statement-breakpoint
-- Everybody has an Inbox and a first category from the moment their row exists. Runs with its owner's rights: the
-- server's role, which makes the row at the first sign-in, needs no right on goals and categories.
create or replace function provision_user() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
begin
  insert into goals (title, horizon, is_inbox, created_by) values ('Inbox', 'yearly', true, new.id);
  insert into categories (user_id, name) values (new.id, 'Uncategorized');
  return null;
end
$$;

create or replace trigger users_provision after insert on users
  for each row execute function provision_user();--> statement-breakpoint
-- With a person go the goals that nobody else can see, and their tasks. Shared goals stay with their other members.
create or replace function purge_private_goals() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
declare
  private_goals constant uuid[] := array(
    select own.goal_id from user_goals own
    where own.user_id = old.id and not exists (
      select from user_goals other where other.goal_id = own.goal_id and other.user_id <> old.id
    )
  );
begin
  delete from tasks where goal_id = any (private_goals);
  update goals set is_inbox = false where id = any (private_goals) and is_inbox;
  delete from goals where id = any (private_goals);
  return old;
end
$$;

create or replace trigger users_purge_private_goals before delete on users
  for each row execute function purge_private_goals();
