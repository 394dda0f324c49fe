-- What people change is noted here, row by row, and sealed when their transaction commits (settle.history.sql);
-- what else follows from a change is told by it too (settle.sql). Runs with its owner's rights: nobody who writes goals can
-- write history.
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
