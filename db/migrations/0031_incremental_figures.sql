-- Waits for the writers whose changes the former functions have noted, and has the others wait.
LOCK TABLE "private"."unsealed_changes", "goals", "tasks", "key_results", "goal_grants" IN ACCESS EXCLUSIVE MODE;--> statement-breakpoint
ALTER TABLE "private"."touched_goals" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "private"."touched_goals" CASCADE;--> statement-breakpoint
ALTER TABLE "goal_figures" DROP CONSTRAINT "goal_figures_progress_range";--> statement-breakpoint
ALTER TABLE "goal_progress" DROP CONSTRAINT "goal_progress_progress_range";--> statement-breakpoint
ALTER TABLE "private"."unsealed_changes" ALTER COLUMN "action" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "private"."unsealed_changes" ALTER COLUMN "difference" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "goal_figures" ADD COLUMN "total" numeric;--> statement-breakpoint
ALTER TABLE "goal_figures" ADD COLUMN "is_of_tasks" boolean;--> statement-breakpoint
DROP FUNCTION "settle_goals"() CASCADE;--> statement-breakpoint
DROP FUNCTION "settle_history"("private"."unsealed_changes"[]) CASCADE;--> statement-breakpoint
DROP FUNCTION "lock_settlement"(uuid[], boolean) CASCADE;--> statement-breakpoint
DROP FUNCTION "settle_figures"(uuid[], boolean) CASCADE;--> statement-breakpoint
DROP FUNCTION "touch_goals_by_goals"() CASCADE;--> statement-breakpoint
DROP FUNCTION "touch_goals_by_tasks"() CASCADE;--> statement-breakpoint
DROP FUNCTION "touch_goals_by_key_results"() CASCADE;--> statement-breakpoint
DROP FUNCTION "touch_moved_goal"() CASCADE;--> statement-breakpoint
DROP FUNCTION "touch_new_goals"(uuid[]) CASCADE;--> statement-breakpoint
DROP FUNCTION "touch_goals"(uuid[], boolean) CASCADE;--> statement-breakpoint
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
--> statement-breakpoint
-- Seals what a transaction has changed, when it commits: each chain, a goal's or a person's, goes on where it ended, and each
-- row's hash covers the one before it, so that no row can be changed, taken away or put elsewhere without a trace
-- (`npm run audit:verify`). What a row says is covered by a digest with a salt: once both are erased it cannot be guessed,
-- and the chain still holds.
--
-- Takes the changes of one transaction in the order of their chains, and within each in that in which they were made;
-- returns how many. Called under the locks of lock_settlement().
create or replace function settle_history(entries audit_log[]) returns int
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  entry audit_log;
  sealed audit_log[] := '{}';
  chain uuid;
  head private.history_heads;
begin
  foreach entry in array entries loop
    chain := coalesce(entry.goal_id, entry.person_id);
    if head.chain_id is distinct from chain then
      if head.chain_id is not null then
        update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
      end if;
      select * into head from private.history_heads where chain_id = chain;
      if not found then
        insert into private.history_heads (chain_id, seq, hash) values (chain, 0, '') returning * into head;
      end if;
    end if;
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(
      format(
        '%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s',
        entry.number, entry.id, entry.goal_id, entry.person_id, head.seq, entry.actor_id, entry.action, entry.entity,
        entry.entity_id, (extract(epoch from entry.created_at) * 1000000)::bigint, encode(entry.digest, 'hex'), entry.door
      ),
      'UTF8'
    ));
    entry.seq := head.seq;
    entry.hash := head.hash;
    sealed := sealed || entry;
  end loop;
  update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
  -- In one statement, because live queries are told of each.
  insert into audit_log select * from unnest(sealed);
  return cardinality(sealed);
end
$$;
--> statement-breakpoint
-- How far a goal is, by one rule: 100 per cent once it is completed; else the weighted mean of its parts; without parts
-- that weigh anything, what a person said (manual_progress). goals.parts.sql says what its parts are.

-- Writes the figures of these goals, then of the goals above them, for as long as figures change; returns how many goals
-- that were. Called under the locks of lock_settlement().
--
-- The parts of a goal that was touched are added up; only its tasks, where nothing else was touched and it has no other
-- parts; and nothing, where the caller knows what its sum gains. From a single goal upwards nothing is added up either: the
-- sum of the one above differs by as much as this part does. That is exact, as figures have two decimals and weights none.
--
-- A tree is finite and so is this; where rows from before there were checks form a cycle, it stops as well.
create or replace function settle_figures(touched uuid[], of_tasks boolean, gain numeric) returns int
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  most_rounds constant int := 1000;
  level uuid[] := touched;
  at uuid;
  path uuid[];
  goal record;
  figure goal_figures;
  difference numeric;
  figures goal_figures[];
  above uuid[];
  gone uuid[] := '{}';
  done int := 0;
begin
  for round in 1..most_rounds loop
    figures := '{}';
    above := '{}';
    foreach at in array level loop
      path := '{}';
      difference := gain;
      loop
        select
            goals.parent_id,
            goals.status,
            goals.manual_progress,
            case when goals.deleted_at is null and goals.status <> 'cancelled' then goals.weight else 0 end as counted,
            former.progress,
            former.parts,
            former.weight,
            former.total,
            former.is_of_tasks
          into goal
          from goals left join goal_figures former on former.goal_id = goals.id
          where goals.id = at;
        if not found then
          gone := gone || at;
          exit;
        elsif difference is not null then
          if goal.total is null or at = any (path) then
            above := above || at;
            exit;
          end if;
          figure := row(at, null, goal.parts, goal.weight, goal.total + difference, goal.is_of_tasks);
        elsif of_tasks and goal.is_of_tasks then
          select at, null, count(*) filter (where weight > 0), coalesce(sum(weight), 0), coalesce(sum(weight * progress), 0), true
            into figure from goal_parts where goal_id = at and kind = 'task';
        else
          select
              at,
              null,
              count(*) filter (where weight > 0),
              coalesce(sum(weight), 0),
              coalesce(sum(weight * progress), 0),
              coalesce(bool_and(kind = 'task'), true)
            into figure from goal_parts where goal_id = at;
        end if;
        figure.progress := case
          when goal.status = 'completed' then 100
          when figure.weight > 0 then round(figure.total / figure.weight, 2)
          else goal.manual_progress
        end;
        figures := figures || figure;
        exit when figure.progress = goal.progress or goal.counted = 0 or goal.parent_id is null;
        if cardinality(level) > 1 then
          above := above || goal.parent_id;
          exit;
        end if;
        difference := goal.counted * (figure.progress - coalesce(goal.progress, 0));
        path := path || at;
        at := goal.parent_id;
      end loop;
    end loop;
    -- By the clock and not by the transaction's start: a later settlement must not write to an earlier day.
    with written as (
      insert into goal_figures as former select * from unnest(figures)
        on conflict (goal_id) do update
          set progress = excluded.progress, parts = excluded.parts, weight = excluded.weight, total = excluded.total,
            is_of_tasks = excluded.is_of_tasks
          where former is distinct from excluded
        returning goal_id, progress
    )
    insert into goal_progress as former (goal_id, day, progress)
      select goal_id, (clock_timestamp() at time zone 'UTC')::date, progress from written
      on conflict (goal_id, day) do update set progress = excluded.progress where former.progress <> excluded.progress;
    done := done + cardinality(figures);
    exit when above = '{}';
    level := array(select distinct unnest(above));
    of_tasks := false;
    gain := null;
  end loop;
  if gone <> '{}' then
    delete from goal_figures where goal_id = any (gone);
    delete from goal_progress where goal_id = any (gone);
  end if;
  return done;
end
$$;
--> statement-breakpoint
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
    perform touch_members(array(
      select goal_id from added where not exists (
        select from user_goals membership
        where membership.user_id = added.user_id and membership.goal_id = added.goal_id
          and membership.granted_role = added.role
      )
    ), 'goal_grants');
  elsif tg_op = 'UPDATE' then
    perform touch_members(array(
      select goal_id from removed full join added using (goal_id, user_id)
      where removed.role is distinct from added.role
    ), 'goal_grants');
  else
    perform touch_members(array(
      select goal_id from removed
      where exists (select from goals where id = removed.goal_id)
        and exists (select from users where id = removed.user_id)
    ), 'goal_grants');
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- The user who creates a goal owns it, from the same statement on; the members of the goals above it are added when the
-- transaction commits. Security definer: writing goals takes no privilege on memberships.
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
  perform touch_members(array(select id from added where parent_id is not null), 'goals');
  return null;
end
$$;
