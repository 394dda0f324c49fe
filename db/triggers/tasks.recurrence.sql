-- The form of a recurrence, one JSON object:
--   every, unit   every 2 "week"s; the unit is "day", "week", "month" or "year"
--   weekdays      of weeks: [1, 3], as ISO numbers (1 is Monday); default: the weekday of the due date
--   day           of months: 1 to 31, or the last day of a shorter month; default: the day of the due date
--   weekday, nth  of months, instead of "day": the first (1) to fourth (4) or last (-1) such weekday
--   from          "due_date" (the default) or "completion"
--   until, times  the last possible due date, or how many are still to come; without either it never ends
-- No value reaches further than a hundred years.
create or replace function check_recurrence() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  rule constant jsonb := new.recurrence;
  unit constant text := rule ->> 'unit';
  most constant int := case unit when 'day' then 36500 when 'week' then 5200 when 'month' then 1200 when 'year' then 100 end;
  unknown constant text := (
    select name from jsonb_object_keys(case jsonb_typeof(rule) when 'object' then rule else '{}' end) name
    where name <> all (array['every', 'unit', 'weekdays', 'day', 'weekday', 'nth', 'from', 'until', 'times'])
    order by name limit 1
  );
  problem text;
begin
  problem := case
    when jsonb_typeof(rule) <> 'object' then 'send an object such as {"every": 1, "unit": "week"}'
    when unknown is not null then format('leave out "%s"; "every", "unit", "weekdays", "day", "weekday", "nth", "from", "until" and "times" are known', left(unknown, 50))
    when most is null then 'set "unit" to "day", "week", "month" or "year"'
    when not is_whole(rule -> 'every', 1, most) then format('set "every" to a whole number from 1 to %s', most)
    when rule ? 'weekdays' and unit <> 'week' then 'leave out "weekdays", or set "unit" to "week"'
    when rule ? 'weekdays' and not are_weekdays(rule -> 'weekdays')
      then 'set "weekdays" to a list of different numbers from 1, Monday, to 7'
    when rule ?| array['day', 'weekday', 'nth'] and unit <> 'month'
      then 'leave out "day", "weekday" and "nth", or set "unit" to "month"'
    when rule ? 'day' and rule ?| array['weekday', 'nth'] then 'choose either "day" or "weekday" and "nth"'
    when rule ? 'day' and not is_whole(rule -> 'day', 1, 31) then 'set "day" to a whole number from 1 to 31'
    when (rule ? 'weekday') <> (rule ? 'nth') then 'set "weekday" and "nth" together'
    when rule ? 'weekday' and not is_whole(rule -> 'weekday', 1, 7) then 'set "weekday" to a whole number from 1, Monday, to 7'
    when rule ? 'nth' and not (is_whole(rule -> 'nth', 1, 4) or rule -> 'nth' = '-1')
      then 'set "nth" to 1, 2, 3, 4, or -1 for the last'
    when rule ? 'from' and rule ->> 'from' not in ('due_date', 'completion') then 'set "from" to "due_date" or "completion"'
    when rule ? 'from' and jsonb_typeof(rule -> 'from') <> 'string' then 'set "from" to "due_date" or "completion"'
    when rule ? 'until' and rule ? 'times' then 'choose either "until" or "times"'
    when rule ? 'until' and not is_day_within_century(rule -> 'until')
      then 'set "until" to a day within the next hundred years, such as "2030-12-31"'
    when rule ? 'times' and not is_whole(rule -> 'times', 1, most / (rule -> 'every')::int)
      then format('set "times" to a whole number from 1 to %s, so that it ends within a hundred years', most / (rule -> 'every')::int)
  end;
  if problem is not null then
    perform refuse('tasks_recurrence_form', 'tasks', 'recurrence', problem);
  end if;
  return new;
end
$$;

create or replace function is_whole(value jsonb, lowest int, highest int) returns boolean
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce(
    case jsonb_typeof(value) when 'number' then value::numeric = trunc(value::numeric) and value::numeric between lowest and highest end,
    false
  )
$$;

create or replace function are_weekdays(value jsonb) returns boolean
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce(
    case jsonb_typeof(value)
      when 'array' then (
        select count(*) between 1 and 7 and count(*) = count(distinct weekday) and bool_and(is_whole(weekday, 1, 7))
        from jsonb_array_elements(value) weekday
      )
    end,
    false
  )
$$;

create or replace function is_day_within_century(value jsonb) returns boolean
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce(
    case
      when jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^\d{4}-\d\d-\d\d$' and pg_input_is_valid(value #>> '{}', 'date')
        then (value #>> '{}')::date between current_date - 36525 and current_date + 36525
    end,
    false
  )
$$;

create or replace trigger tasks_check_recurrence_on_insert before insert on tasks
  for each row when (new.recurrence is not null) execute function check_recurrence();

create or replace trigger tasks_check_recurrence_on_update before update of recurrence on tasks
  for each row when (new.recurrence is not null and old.recurrence is distinct from new.recurrence)
  execute function check_recurrence();
