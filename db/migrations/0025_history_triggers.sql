ALTER TABLE "private"."unsealed_changes" SET UNLOGGED;--> statement-breakpoint
GRANT SELECT ON "audit_log" TO "goals_graphql";--> statement-breakpoint
-- Seals what a transaction has changed, when it commits: each chain, a goal's or a person's, goes on where it ended, and each
-- row's hash covers the one before it, so that no row can be changed, taken away or put elsewhere without a trace
-- (`npm run audit:verify`). What a row says is covered by a digest with a salt: once both are erased it cannot be guessed,
-- and the chain still holds.
--
-- Takes the changes of one transaction in the order of their chains, and within each in that in which they were made.
-- Called under the locks of lock_settlement().
create or replace function settle_history(changes private.unsealed_changes[]) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  at constant bigint := extract(epoch from now()) * 1000000;
  change private.unsealed_changes;
  chain uuid;
  entry_id uuid;
  entry_number bigint;
  head private.history_heads;
  salt uuid;
  digest bytea;
  gone_goals uuid[] := '{}';
  gone_people uuid[] := '{}';
begin
  foreach change in array changes loop
    chain := coalesce(change.goal_id, change.person_id);
    if head.chain_id is distinct from chain then
      if head.chain_id is not null then
        update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
      end if;
      select * into head from private.history_heads where chain_id = chain;
      if not found then
        insert into private.history_heads (chain_id, seq, hash) values (chain, 0, '') returning * into head;
      end if;
    end if;
    entry_id := gen_random_uuid();
    entry_number := nextval('audit_log_number_seq');
    salt := gen_random_uuid();
    digest := sha256(uuid_send(salt) || convert_to(change.difference::text, 'UTF8'));
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(
      format(
        '%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s',
        entry_number, entry_id, change.goal_id, change.person_id, head.seq, change.actor_id, change.action, change.entity,
        change.entity_id, at, encode(digest, 'hex'), change.door
      ),
      'UTF8'
    ));
    insert into audit_log
        (id, number, goal_id, person_id, seq, actor_id, door, action, entity, entity_id, difference, salt, digest, hash, created_at)
      values (
        entry_id, entry_number, change.goal_id, change.person_id, head.seq, change.actor_id, change.door, change.action, change.entity,
        change.entity_id, change.difference, salt, digest, head.hash, now()
      );
    if change.action = 'delete' and change.entity = 'goals' then
      gone_goals := gone_goals || chain;
    elsif change.action = 'delete' and change.entity = 'users' then
      gone_people := gone_people || chain;
    end if;
  end loop;
  update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
  if gone_goals <> '{}' or gone_people <> '{}' then
    perform erase_history(gone_goals, gone_people);
  end if;
end
$$;

-- History is appended to, and what a row says can be erased; nothing else is ever done to it. Salt and difference go, the
-- digest stays, so that the chain still holds.
create or replace function keep_history() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'UPDATE' then
    old.salt := null;
    old.difference := null;
    if new is not distinct from old then
      return new;
    end if;
  end if;
  perform refuse('audit_log_append_only', 'audit_log', 'id', 'leave history as it is, its rows are only ever added');
  return null;
end
$$;

create or replace trigger audit_log_keep_row before update or delete on audit_log
  for each row execute function keep_history();

create or replace trigger audit_log_keep_all before truncate on audit_log
  for each statement execute function keep_history();

-- With a goal that is deleted for good goes what its history says. With a person goes what the history of their own things
-- says, what they wrote in others', and where somebody else's row quotes words of theirs as those that were replaced.
-- Who did what to which row, and when, stays. Called under the structure's lock, so that no two erase at once.
create or replace function erase_history(gone_goals uuid[], gone_people uuid[]) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
begin
  update audit_log set salt = null, difference = null where goal_id = any (gone_goals) and difference is not null;
  if gone_people = '{}' then
    return;
  end if;
  with said as materialized (
    select goal_id, entity_id, seq, difference -> 'new' as words from audit_log
      where actor_id = any (gone_people) and goal_id is not null and difference ? 'new'
  ),
  quoting as materialized (
    select id, goal_id, entity_id, seq, difference -> 'old' as words from audit_log
      where goal_id in (select goal_id from said) and actor_id <> all (gone_people) and difference ? 'old'
  )
  update audit_log set salt = null, difference = null where id in (
    select quoting.id
      from said join quoting using (goal_id, entity_id), jsonb_each(quoting.words) quoted
      where quoting.seq > said.seq and said.words -> quoted.key = quoted.value
        and quoted.key in ('title', 'description', 'success_criteria', 'metrics', 'notes', 'tags', 'unit', 'note')
  );
  update audit_log set salt = null, difference = null
    where (actor_id = any (gone_people) or person_id = any (gone_people)) and difference is not null;
end
$$;

-- What people change is noted here, row by row, and sealed when their transaction commits (settle.history.sql). Runs with
-- its owner's rights: nobody who writes goals can write history.
--
-- A trigger names the chain that its table's rows belong to, of a "goal" or a "person"; the column with that one's id; and
-- columns to leave out. The difference says of an inserted row {"new": …}, of a deleted one {"old": …}, of an updated one
-- both, with the columns that changed. It has only what every member could read in the row itself, and nothing that
-- follows from the rest, so that history tells nobody more than the row did. For the same reason a row that goes to another
-- goal leaves the one without a word of where it goes, and arrives in the other as if it were new there.
create or replace function record_change() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  is_of_goal constant boolean := tg_argv[0] = 'goal';
  left_out constant text[] := array['id', 'goal_id', 'created_by', 'client_key', 'created_at', 'updated_at', 'completed_at'] || tg_argv[1:];
  session constant jsonb := nullif(current_setting('hasura.user', true), '');
  after constant jsonb := to_jsonb(new);
  before jsonb := to_jsonb(old);
  either constant jsonb := coalesce(after, before);
  chain constant uuid := either ->> tg_argv[1];
  former constant uuid := before ->> tg_argv[1];
  happened history_action := lower(tg_op);
begin
  if former <> chain then
    insert into private.unsealed_changes
        (transaction_id, goal_id, actor_id, door, action, entity, entity_id, difference, is_first)
      values (
        pg_current_xact_id(),
        former,
        (session ->> 'x-hasura-user-id')::uuid,
        left(session ->> 'x-hasura-door', 50),
        'leave',
        tg_table_name,
        (before ->> 'id')::uuid,
        '{}',
        not exists (select from private.unsealed_changes where transaction_id = pg_current_xact_id())
      );
    before := null;
    happened := 'arrive';
  end if;
  insert into private.unsealed_changes
      (transaction_id, goal_id, person_id, actor_id, door, action, entity, entity_id, difference, is_first)
    select
      pg_current_xact_id(),
      case when is_of_goal then chain end,
      case when not is_of_goal then chain end,
      (session ->> 'x-hasura-user-id')::uuid,
      left(session ->> 'x-hasura-door', 50),
      happened,
      tg_table_name,
      coalesce(either ->> 'id', either ->> 'user_id')::uuid,
      case
        when before is null then jsonb_build_object('new', values_after)
        when after is null then jsonb_build_object('old', values_before)
        else jsonb_build_object('old', values_before, 'new', values_after)
      end,
      not exists (select from private.unsealed_changes where transaction_id = pg_current_xact_id())
    from (
      select jsonb_object_agg(key, before -> key) as values_before, jsonb_object_agg(key, after -> key) as values_after
      from jsonb_each(either)
      where key <> all (left_out) and case
        when before is null or after is null then value <> 'null'
        else value <> before -> key
      end
      having count(*) > 0 or tg_op <> 'UPDATE'
    ) changed;
  return null;
end
$$;

-- That a task waits for another is told to the members of both goals. Where these are two, neither learns of the other's
-- task. A link that goes with its task is told where the other task is.
create or replace function record_dependency() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  link constant task_dependencies := coalesce(new, old);
  session constant jsonb := nullif(current_setting('hasura.user', true), '');
begin
  insert into private.unsealed_changes
      (transaction_id, goal_id, actor_id, door, action, entity, entity_id, difference, is_first)
    select
        pg_current_xact_id(),
        goal_id,
        (session ->> 'x-hasura-user-id')::uuid,
        left(session ->> 'x-hasura-door', 50),
        lower(tg_op)::history_action,
        tg_table_name,
        link.id,
        jsonb_build_object(case tg_op when 'INSERT' then 'new' else 'old' end, jsonb_object_agg(part, id)),
        row_number() over (order by goal_id) = 1
          and not exists (select from private.unsealed_changes where transaction_id = pg_current_xact_id())
      from tasks join (values ('task_id', link.task_id), ('depends_on_id', link.depends_on_id)) ends (part, id) using (id)
      group by goal_id;
  return null;
end
$$;

create or replace trigger task_dependencies_record_change after insert or delete on task_dependencies
  for each row execute function record_dependency();

-- Every table that a person can write has its history: one trigger each.
create or replace trigger goals_record_change after insert or update or delete on goals
  for each row execute function record_change('goal', 'id', 'progress');

create or replace trigger tasks_record_change after insert or update or delete on tasks
  for each row execute function record_change('goal', 'goal_id');

create or replace trigger key_results_record_change after insert or update or delete on key_results
  for each row execute function record_change('goal', 'goal_id');

create or replace trigger check_ins_record_change after insert or update or delete on check_ins
  for each row execute function record_change('goal', 'goal_id');

create or replace trigger goal_grants_record_change after update or delete on goal_grants
  for each row execute function record_change('goal', 'goal_id', 'user_id', 'granted_by');

-- That its maker owns a goal goes without saying, and so does what its sub-goals keep of one that is gone.
create or replace trigger goal_grants_record_grant after insert on goal_grants
  for each row when (new.granted_by is not null) execute function record_change('goal', 'goal_id', 'user_id', 'granted_by');

create or replace trigger categories_record_change after insert or update or delete on categories
  for each row execute function record_change('person', 'user_id', 'user_id');

create or replace trigger settings_record_change after insert or update or delete on settings
  for each row execute function record_change('person', 'user_id', 'user_id');

-- An invitation is nothing that all members of the goal may know of.
create or replace trigger invitations_record_change after insert or update or delete on invitations
  for each row execute function record_change('person', 'invited_by', 'invited_by', 'invited_user_id');

create or replace trigger period_closes_record_change after insert or update or delete on period_closes
  for each row execute function record_change('person', 'user_id', 'user_id');

-- Of a person, whether they are active: the one thing that others write of them.
create or replace trigger users_record_change after insert or update or delete on users
  for each row execute function record_change('person', 'id', 'username', 'email', 'name', 'avatar_url', 'role', 'last_login_at');

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

create constraint trigger unsealed_changes_settle after insert on private.unsealed_changes
  deferrable initially deferred
  for each row when (new.is_first) execute function settle_goals();
