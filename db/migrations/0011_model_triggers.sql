-- The person on whose behalf Hasura runs this mutation, or null when nobody's: migrations, seeds, the server itself.
-- Hasura sets "hasura.user" to the session variables as JSON, with names in lower case; after its transaction the
-- setting is an empty string.
create or replace function acting_user_id() returns uuid
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select (nullif(current_setting('hasura.user', true), '')::json ->> 'x-hasura-user-id')::uuid
$$;

-- Whether the acting person may edit a goal that is there: what triggers ask before they say anything about rows that
-- are below it. Whoever acts for nobody (migrations, seeds, the server itself) may.
create or replace function may_edit_goal(goal uuid) returns boolean
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select exists (select from goals where id = goal and deleted_at is null) and (acting_user_id() is null or exists (
    select from user_goals membership join users on users.id = membership.user_id
    where membership.goal_id = goal and membership.user_id = acting_user_id()
      and membership.role in ('owner', 'editor') and users.is_active
  ))
$$;--> statement-breakpoint
-- Whether a line shows something, does not break, and leaves the direction of what stands beside it alone: what the
-- constraints "…_printable" say of columns, for texts inside of JSON.
create or replace function is_printable(line text) returns boolean
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select line ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
    and line !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]'
$$;--> statement-breakpoint
-- updated_at tells when a row last changed; writing the same values again is no change.
create or replace function touch_updated_at() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
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
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger key_results_touch_updated_at before update on key_results
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger check_ins_touch_updated_at before update on check_ins
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();--> statement-breakpoint
-- How much one person may keep, and insert at once, on behalf of whom Hasura runs a mutation; the figures are in
-- private.quotas. What migrations, seeds and the server itself write is not counted against anybody. Runs with its
-- owner's rights: nobody who writes goals needs the right to read the quotas.
--
-- Rows are counted, by an index, only when the room of the last count is used up. A person's inserts into one table wait
-- for each other at their row of private.quota_room, so that two at the same moment cannot both take the last place;
-- deletions leave it alone, and so wait for nothing.
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
  inserted constant int := (select count(*) from added);
  room_left int;
  kept int;
begin
  if actor is null or inserted = 0 then
    return null;
  end if;
  if inserted > max_inserted then
    perform refuse('inserted_rows_quota', tg_table_name, 'objects', format('send at most %s rows at once', max_inserted));
  end if;
  if max_kept is null then
    return null;
  end if;
  insert into private.quota_room as known (user_id, name, max, room) values (actor, tg_table_name, max_kept, -1)
    on conflict (user_id, name) do update
      set room = case when known.max = excluded.max then known.room - inserted else -1 end, max = excluded.max
    returning room into room_left;
  if room_left >= 0 then
    return null;
  end if;
  execute format('select count(*) from (select from %I where %I = $1 limit $2) counted', tg_table_name, owner_column)
    into kept using actor, max_kept + 1;
  if kept > max_kept then
    perform refuse(tg_table_name || '_quota', tg_table_name, tg_table_name,
      format('you can keep at most %s %s; delete some for good first', max_kept, tg_table_name));
  end if;
  update private.quota_room set room = max_kept - kept where user_id = actor and name = tg_table_name;
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
  referencing new table as added for each statement execute function keep_quota('user_id');

create or replace trigger key_results_keep_quota after insert on key_results
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger check_ins_keep_quota after insert on check_ins
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger task_dependencies_keep_quota after insert on task_dependencies
  referencing new table as added for each statement execute function keep_quota('created_by');--> statement-breakpoint
-- The Inbox stays: it is where tasks without another goal live. Only users.purge.sql takes it away, with its person.
create or replace function keep_inbox() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    perform refuse('goals_inbox_stays', 'goals', 'id', 'keep the Inbox, it cannot be deleted');
    return null;
  end if;
  if new.deleted_at is not null then
    perform refuse('goals_inbox_stays', 'goals', 'deleted_at', 'keep the Inbox, it cannot be deleted');
  elsif new.archived_at is not null then
    perform refuse('goals_inbox_shown', 'goals', 'archived_at', 'keep the Inbox in view, it cannot be archived');
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
-- Tasks form trees of at most five levels within a goal: no task is below itself, also when two people write at the same
-- moment. That a task is in the goal of the one above it is kept by the foreign key, which takes subtasks along.

-- A task and all tasks above it, the top one last. Ends also where rows already form a cycle.
create or replace function task_path(start uuid) returns uuid[]
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
  with recursive path (id, parent_id, distance) as (
    select id, parent_id, 0 from tasks where id = start
    union all
    select above.id, above.parent_id, path.distance + 1 from tasks above join path on above.id = path.parent_id
  ) cycle id set is_cycle using visited
  select coalesce(array_agg(id order by distance), '{}') from path where not is_cycle
$$;

-- How many levels a task and what is below it take up, counted no further than one beyond `at_most`.
create or replace function task_height(start uuid, at_most int) returns int
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
  with recursive subtree (id, level) as (
    select start, 1
    union all
    select child.id, subtree.level + 1 from tasks child join subtree on child.parent_id = subtree.id where subtree.level <= at_most
  )
  select max(level) from subtree
$$;

-- A parent that does not exist, is in the trash, is of another goal, or of one that the acting person may not edit: one
-- and the same error, so that nobody can learn which ids exist. A move holds the trees of its goal alone; inserts share
-- them, so that they wait for moves only.
create or replace function check_task_parent() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  max_levels constant int := 5;
  above uuid[];
  room int;
begin
  if new.parent_id = new.id then
    perform refuse('tasks_parent_cycle', 'tasks', 'parent_id', 'choose a task that is not this task itself');
  end if;
  if not may_edit_goal(new.goal_id) then
    perform refuse('tasks_parent_allowed', 'tasks', 'parent_id', 'choose a task of the same goal, one that you can edit');
  end if;
  if tg_op = 'UPDATE' then
    perform pg_advisory_xact_lock('tasks'::regclass::oid::int, hashtext(new.goal_id::text));
  else
    perform pg_advisory_xact_lock_shared('tasks'::regclass::oid::int, hashtext(new.goal_id::text));
  end if;
  if not exists (
    select from tasks parent
    where parent.id = new.parent_id and parent.goal_id = new.goal_id and parent.deleted_at is null
  ) then
    perform refuse('tasks_parent_allowed', 'tasks', 'parent_id', 'choose a task of the same goal, one that you can edit');
  end if;
  above := task_path(new.parent_id);
  if new.id = any (above) then
    perform refuse('tasks_parent_cycle', 'tasks', 'parent_id', 'choose a task that is not below this task');
  end if;
  room := max_levels - cardinality(above);
  if room < 1 or (tg_op = 'UPDATE' and task_height(new.id, room) > room) then
    perform refuse('tasks_parent_depth', 'tasks', 'parent_id', format('choose a task higher up, tasks nest at most %s levels deep', max_levels));
  end if;
  return new;
end
$$;

create or replace trigger tasks_check_parent_on_insert before insert on tasks
  for each row when (new.parent_id is not null) execute function check_task_parent();

create or replace trigger tasks_check_parent_on_update before update of parent_id on tasks
  for each row when (new.parent_id is not null and old.parent_id is distinct from new.parent_id)
  execute function check_task_parent();--> statement-breakpoint
-- A task that goes to another goal without the one above it stands at the top there, and leaves behind a category of
-- somebody who is no member of that goal. After the statement, because a task and its subtasks may move in one.
create or replace function settle_in_goal() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  update tasks
    set parent_id = (select parent.id from tasks parent where parent.id = tasks.parent_id and parent.goal_id = tasks.goal_id),
      category_id = (
        select category.id
        from categories category join user_goals membership on membership.user_id = category.user_id
        where category.id = tasks.category_id and membership.goal_id = tasks.goal_id
      )
    where id = new.id;
  return null;
end
$$;

create or replace trigger tasks_settle_in_goal after update of goal_id on tasks
  for each row when (
    old.goal_id is distinct from new.goal_id and (new.parent_id is not null or new.category_id is not null)
  ) execute function settle_in_goal();--> statement-breakpoint
-- A task goes into the trash with its subtasks, and comes back with those that went with it. Restored without the one
-- above it, it stands at the top.
create or replace function take_subtasks_along() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if old.deleted_at is null then
    update tasks set deleted_at = new.deleted_at where parent_id = new.id and deleted_at is null;
  elsif new.deleted_at is null then
    update tasks set parent_id = null
      where id = new.id and exists (select from tasks parent where parent.id = new.parent_id and parent.deleted_at is not null);
    update tasks set deleted_at = null where parent_id = new.id and deleted_at = old.deleted_at;
  end if;
  return null;
end
$$;

create or replace trigger tasks_take_subtasks_along after update of deleted_at on tasks
  for each row when (old.deleted_at is distinct from new.deleted_at) execute function take_subtasks_along();--> statement-breakpoint
-- Tags are texts without white space around them, each once, in the order in which they were given.
create or replace function tidy_tags() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  max_tags constant int := 20;
  max_length constant int := 50;
  white constant text := '[\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]';
begin
  if jsonb_typeof(new.tags) <> 'array'
    or jsonb_path_exists(new.tags, 'strict $[*] ? (@.type() <> "string")', silent => true) then
    perform refuse('tasks_tags_texts', 'tasks', 'tags', 'send a list of texts');
  end if;
  new.tags := (
    select coalesce(jsonb_agg(tag order by place), '[]') from (
      select regexp_replace(given, format('^%1$s+|%1$s+$', white), '', 'g') as tag, min(place) as place
      from jsonb_array_elements_text(new.tags) with ordinality as element (given, place)
      group by 1
    ) tags
  );
  if jsonb_array_length(new.tags) > max_tags then
    perform refuse('tasks_tags_count', 'tasks', 'tags', format('keep at most %s tags', max_tags));
  end if;
  if exists (select from jsonb_array_elements_text(new.tags) tag where char_length(tag) not between 1 and max_length) then
    perform refuse('tasks_tags_length', 'tasks', 'tags', format('give each tag 1 to %s characters', max_length));
  end if;
  if exists (select from jsonb_array_elements_text(new.tags) tag where not is_printable(tag)) then
    perform refuse('tasks_tags_printable', 'tasks', 'tags',
      'give each tag a character that shows, and no line breaks, control characters or direction overrides');
  end if;
  return new;
end
$$;

create or replace trigger tasks_tidy_tags_on_insert before insert on tasks
  for each row when (new.tags <> '[]') execute function tidy_tags();

create or replace trigger tasks_tidy_tags_on_update before update of tags on tasks
  for each row when (old.tags is distinct from new.tags) execute function tidy_tags();--> statement-breakpoint
-- What a recurrence may say, as one JSON object:
--   every, unit   every 2 "week"s; the unit is "day", "week", "month" or "year"
--   weekdays      of weeks: [1, 3], by ISO numbers from 1, Monday; without, the weekday of the due date
--   day           of months: 1 to 31, the last day of a month that is shorter; without, the day of the due date
--   weekday, nth  of months, in place of "day": the first (1) to fourth (4) or last (-1) such weekday
--   from          "due_date", where nothing else is said, or "completion"
--   until, times  the last day on which one may be due, or how many are still to come; without either there is no end
-- Nothing in it reaches further than a hundred years.
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
  execute function check_recurrence();--> statement-breakpoint
-- A task waits for another that the acting person may edit as well, once, and no task waits for itself in the end, also
-- when two people link at the same moment: links are made one after another. A task that does not exist, is in the trash,
-- or that the acting person may not edit: one and the same error, so that nobody can learn which ids exist.
create or replace function check_task_dependency() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
begin
  if new.task_id = new.depends_on_id then
    perform refuse('task_dependencies_cycle', 'task_dependencies', 'depends_on_id', 'choose another task');
  end if;
  if 2 <> (
    select count(*) from tasks
    where id in (new.task_id, new.depends_on_id) and deleted_at is null and may_edit_goal(goal_id)
  ) then
    perform refuse('task_dependencies_allowed', 'task_dependencies', 'depends_on_id', 'choose two tasks that you can edit');
  end if;
  perform pg_advisory_xact_lock('task_dependencies'::regclass::oid::int, 0);
  if exists (select from task_dependencies where task_id = new.task_id and depends_on_id = new.depends_on_id) then
    perform refuse('task_dependencies_twice', 'task_dependencies', 'depends_on_id', 'choose another task, it waits for this one already');
  end if;
  if exists (
    with recursive waits_for (id) as (
      select new.depends_on_id
      union
      select link.depends_on_id from task_dependencies link join waits_for on link.task_id = waits_for.id
    )
    select from waits_for where id = new.task_id
  ) then
    perform refuse('task_dependencies_cycle', 'task_dependencies', 'depends_on_id', 'choose a task that does not wait for this one');
  end if;
  return new;
end
$$;

create or replace trigger task_dependencies_check before insert on task_dependencies
  for each row execute function check_task_dependency();--> statement-breakpoint
-- A number has a start, a current value and a target other than the start; a milestone has none of them and is done or not.
create or replace function keep_key_result_kind() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if new.kind = 'number' then
    new.start_value := coalesce(new.start_value, 0);
    new.current_value := coalesce(new.current_value, new.start_value);
    if new.target_value is null then
      perform refuse('key_results_target_given', 'key_results', 'target_value', 'say which number is to be reached');
    elsif new.target_value = new.start_value then
      perform refuse('key_results_target_differs', 'key_results', 'target_value', 'choose a target that differs from the start');
    elsif new.is_done then
      perform refuse('key_results_number_done', 'key_results', 'is_done', 'set the current value instead, only a milestone is done or not');
    end if;
  elsif new.start_value is not null then
    perform refuse('key_results_milestone_value', 'key_results', 'start_value', 'leave it out, a milestone has no numbers');
  elsif new.current_value is not null then
    perform refuse('key_results_milestone_value', 'key_results', 'current_value', 'leave it out, a milestone has no numbers');
  elsif new.target_value is not null then
    perform refuse('key_results_milestone_value', 'key_results', 'target_value', 'leave it out, a milestone has no numbers');
  end if;
  return new;
end
$$;

create or replace trigger key_results_keep_kind
  before insert or update of kind, start_value, current_value, target_value, is_done on key_results
  for each row execute function keep_key_result_kind();--> statement-breakpoint
-- A check-in may say what a key result has become. One that does not exist, is in the trash, is of another goal, or of
-- one that the acting person may not edit: one and the same error, so that nobody can learn which ids exist.
create or replace function check_check_in_value() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  of_kind key_result_kind;
begin
  if new.value is null then
    perform refuse('check_ins_value_given', 'check_ins', 'value', 'say what the key result has become');
  elsif new.key_result_id is null then
    perform refuse('check_ins_key_result_given', 'check_ins', 'key_result_id', 'say which key result has this value');
  end if;
  select kind into of_kind from key_results
    where id = new.key_result_id and goal_id = new.goal_id and deleted_at is null and may_edit_goal(goal_id);
  if of_kind is null then
    perform refuse('check_ins_key_result_allowed', 'check_ins', 'key_result_id', 'choose a key result of this goal');
  elsif of_kind = 'milestone' then
    perform refuse('check_ins_value_of_milestone', 'check_ins', 'value', 'leave it out, a milestone has no numbers');
  end if;
  return new;
end
$$;

create or replace function take_over_value() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  update key_results set current_value = new.value where id = new.key_result_id;
  return null;
end
$$;

create or replace trigger check_ins_check_value before insert on check_ins
  for each row when (new.value is not null or new.key_result_id is not null) execute function check_check_in_value();

create or replace trigger check_ins_take_over_value after insert on check_ins
  for each row when (new.value is not null) execute function take_over_value();
