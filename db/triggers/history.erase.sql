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
