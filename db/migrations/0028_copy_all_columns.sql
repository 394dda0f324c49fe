-- A copy has whatever the task has, but for what is said here: a new column is copied unless it is named.
--
-- Subtasks that are cancelled or in the trash are not made again; those that are keep their distance to the due date,
-- and have no rules of their own.
create or replace function repeat_task() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  rule constant jsonb := new.recurrence;
  completed constant date := (coalesce(new.completed_at, now()) at time zone 'UTC')::date;
  base constant date := case when rule ->> 'from' = 'completion' then completed else coalesce(new.due_date, completed) end;
  next constant date := next_due_date(rule, base);
begin
  if next > least((rule ->> 'until')::date, date '9999-12-31') then
    return new;
  end if;
  with recursive tree (id, copy, above, level) as (
    select new.id, gen_random_uuid(), new.parent_id, 0
    union all
    select task.id, gen_random_uuid(), tree.copy, tree.level + 1
    from tasks task join tree on task.parent_id = tree.id
    where task.deleted_at is null and task.status <> 'cancelled'
  )
  insert into tasks
  select copy.*
  from tree cross join lateral (
    select new.* where tree.level = 0
    union all
    select part.* from tasks part where part.id = tree.id and tree.level > 0
  ) as task cross join lateral jsonb_populate_record(null::tasks, to_jsonb(task) || jsonb_build_object(
    'id', tree.copy,
    'parent_id', tree.above,
    'status', 'pending',
    'due_date', case when tree.level = 0 then next else task.due_date + (next - new.due_date) end,
    'recurrence', case when tree.level = 0 then rest_of_recurrence(rule, base, next) end,
    'actual_hours', null,
    'completed_at', null,
    'client_key', null,
    'created_at', now(),
    'updated_at', now()
  )) as copy
  order by tree.level;
  new.recurrence := null;
  return new;
end
$$;

