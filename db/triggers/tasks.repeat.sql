-- A task that recurs stays as it is when it is completed, and the next one is made, with its subtasks open again. The
-- rule goes on with the next one, so that a task which is reopened and completed again makes no second one, nor do two
-- people who complete it at once. tasks.recurrence.sql says what a rule is.

-- The first day after `base` on which a task is due by its rule.
create or replace function next_due_date(rule jsonb, base date) returns date
  language plpgsql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  every constant int := (rule ->> 'every')::int;
  monday constant date := date_trunc('week', base)::date;
  month constant date := date_trunc('month', base)::date;
begin
  case rule ->> 'unit'
    when 'day' then
      return base + every;
    when 'week' then
      return case
        when rule ? 'weekdays' then (
          select min(day)
          from jsonb_array_elements_text(rule -> 'weekdays') weekday,
            unnest(array[monday + weekday::int - 1, monday + 7 * every + weekday::int - 1]) day
          where day > base
        )
        else base + 7 * every
      end;
    when 'month' then
      return (
        select min(day)
        from unnest(array[month, (month + every * interval '1 month')::date]) start, day_in_month(rule, start, base) day
        where day > base
      );
    when 'year' then
      return (base + every * interval '1 year')::date;
  end case;
end
$$;

-- The day of a month on which a monthly rule falls: the day that it names or that of `base`, at most the month's last;
-- or one of the month's weekdays.
create or replace function day_in_month(rule jsonb, month date, base date) returns date
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select case
    when not rule ? 'nth' then least(month + coalesce((rule ->> 'day')::int, extract(day from base)::int) - 1, last)
    when rule -> 'nth' = '-1' then last - (extract(isodow from last)::int - (rule ->> 'weekday')::int + 7) % 7
    else month + ((rule ->> 'weekday')::int - extract(isodow from month)::int + 7) % 7 + 7 * ((rule ->> 'nth')::int - 1)
  end
  from (values ((month + interval '1 month' - interval '1 day')::date)) as of_month (last)
$$;

-- The rule of the next task, of which one fewer is still to come; null when it is the last. Of a rule that goes by the
-- day of the due date that day is written down where a month is too short for it.
create or replace function rest_of_recurrence(rule jsonb, base date, next date) returns jsonb
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select case
    when rule ? 'times' and (rule ->> 'times')::int <= 1 then null
    else rule
      || case when rule ? 'times' then jsonb_build_object('times', (rule ->> 'times')::int - 1) else '{}' end
      || case
        when rule ->> 'unit' = 'month' and not rule ?| array['day', 'nth'] and extract(day from next) <> extract(day from base)
          then jsonb_build_object('day', extract(day from base)::int)
        else '{}'
      end
  end
$$;

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

create or replace trigger tasks_repeat before update of status on tasks
  for each row when (
    new.status = 'completed' and old.status <> 'completed' and new.recurrence is not null and new.deleted_at is null
  ) execute function repeat_task();
