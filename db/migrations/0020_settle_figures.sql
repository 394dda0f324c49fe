-- What a goal is the sum of. Its parts are
--   tasks         100 per cent when completed, else the weighted mean of their subtasks, else 0;
--   key results   how much of the way from start to target is done, in either direction; a milestone 0 or 100;
--   sub-goals     their own figure.
-- What is cancelled or in the trash is no part; what is archived is. Figures are rounded to the hundredth, half up.
--
-- "Cancelled" is compared as text: a migration that has just added it to the enum may not use it yet.

-- How far a task is that is not completed.
create or replace function open_task_figure(task uuid) returns numeric
  language plpgsql
  stable
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
begin
  return coalesce(
    (
      select round(
        sum(child.weight * case child.status when 'completed' then 100 else open_task_figure(child.id) end)
          / nullif(sum(child.weight), 0),
        2
      )
      from tasks child
      where child.parent_id = task and child.deleted_at is null and child.status::text <> 'cancelled'
    ),
    0
  );
end
$$;

-- How far a number is on its way; beyond either end it is at that end. Divides whole numbers, so that nothing is rounded
-- twice.
create or replace function number_figure(start_value numeric, current_value numeric, target_value numeric) returns numeric
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select case
    when done <= 0 then 0
    when done >= whole then 100
    else div(20000 * done + whole, 2 * whole) / 100
  end
  from (values (
    (current_value - start_value) * sign(target_value - start_value),
    abs(target_value - start_value)
  )) as way (done, whole)
$$;

-- The share is of all that the parts weigh, in per cent; null where nothing weighs anything. Starts from the goals, so
-- that whoever asks for the parts of their own goals does not read those of all.
-- A limit keeps the look-up of subtasks one: EXISTS is planned as a hash of the subtasks of everybody where there are few.
create or replace view goal_parts as
  select
    goal.id as goal_id,
    part.kind,
    part.part_id,
    part.title,
    part.weight,
    round(100.0 * part.weight / nullif((select whole.weight from goal_figures whole where whole.goal_id = goal.id), 0), 2) as share,
    part.progress
  from goals goal cross join lateral (
    select
      'task' as kind,
      task.id as part_id,
      task.title,
      task.weight,
      (case
        when task.status = 'completed' then 100
        when (select true from tasks child where child.parent_id = task.id limit 1) then open_task_figure(task.id)
        else 0
      end)::numeric(5, 2) as progress
    from tasks task
    where task.goal_id = goal.id and task.parent_id is null and task.deleted_at is null
      and task.status::text <> 'cancelled'
    union all
    select
      'key_result',
      result.id,
      result.title,
      result.weight,
      (case
        when result.is_done then 100
        when result.kind = 'milestone' then 0
        else number_figure(result.start_value, result.current_value, result.target_value)
      end)::numeric(5, 2)
    from key_results result
    where result.goal_id = goal.id and result.deleted_at is null
    union all
    select
      'goal',
      child.id,
      child.title,
      child.weight,
      coalesce((select figure.progress from goal_figures figure where figure.goal_id = child.id), 0)
    from goals child
    where child.parent_id = goal.id and child.deleted_at is null and child.status <> 'cancelled'
  ) as part;
--> statement-breakpoint
-- How far a goal is, by one rule: 100 per cent once it is completed; else the weighted mean of its parts; without parts
-- that weigh anything, what a person said (manual_progress). goals.parts.sql says what its parts are.
--
-- The triggers note, after each statement, which goals have other parts or say something else; with their owner's rights,
-- as touch_goals() wants. settle_figures() writes the figures when the transaction commits, under the locks of settle.sql.

-- Writes the figures of these goals, then of the goals above them, level by level, for as long as figures change.
--
-- A tree is finite and so is this; where rows from before there were checks form a cycle, it stops as well.
create or replace function settle_figures(touched uuid[], structural boolean) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  most_levels constant int := 1000;
  level uuid[] := touched;
  written uuid[];
  changed uuid[] := '{}';
begin
  if structural then
    delete from goal_figures where goal_id = any (touched) and not exists (select from goals where id = goal_id);
    delete from goal_progress where goal_id = any (touched) and not exists (select from goals where id = goal_id);
  end if;
  for round in 1..most_levels loop
    with fresh as (
      insert into goal_figures as known (goal_id, progress, parts, weight)
        select
          goal.id,
          case
            when goal.status = 'completed' then 100
            when whole.weight > 0 then round(whole.figure / whole.weight, 2)
            else goal.manual_progress
          end,
          whole.parts,
          whole.weight
        from unnest(level) as id join goals goal using (id) cross join lateral (
          select
            count(*) filter (where part.weight > 0) as parts,
            coalesce(sum(part.weight), 0) as weight,
            sum(part.weight * part.progress) as figure
          from goal_parts part
          where part.goal_id = goal.id
        ) as whole
      on conflict (goal_id) do update
        set progress = excluded.progress, parts = excluded.parts, weight = excluded.weight
        where (known.progress, known.parts, known.weight) is distinct from (excluded.progress, excluded.parts, excluded.weight)
      returning goal_id
    )
    select array_agg(goal.id), array_agg(distinct goal.parent_id) filter (where goal.parent_id is not null)
      into written, level
      from fresh join goals goal on goal.id = fresh.goal_id;
    changed := changed || written;
    exit when level is null;
  end loop;
  -- By the clock and not by the transaction's start: a later settlement must not write to an earlier day.
  insert into goal_progress as known (goal_id, day, progress)
    select figure.goal_id, (clock_timestamp() at time zone 'UTC')::date, figure.progress
      from (select distinct id from unnest(changed) as id) as goal join goal_figures figure on figure.goal_id = goal.id
    on conflict (goal_id, day) do update set progress = excluded.progress where known.progress <> excluded.progress;
end
$$;

create or replace function touch_goals_by_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  touched uuid[];
begin
  if tg_op = 'UPDATE' then
    with old_rows as (select id, parent_id, status, weight, manual_progress, deleted_at is null from before),
      new_rows as (select id, parent_id, status, weight, manual_progress, deleted_at is null from after),
      changed as (
        (table old_rows except table new_rows) union all (table new_rows except table old_rows)
      )
    select array_agg(id) || array_agg(parent_id) into touched from changed;
    if touched is not null then
      perform touch_goals(touched, exists (select id, parent_id from before except select id, parent_id from after));
    end if;
  elsif tg_op = 'INSERT' then
    perform touch_goals(array_agg(id) || array_agg(parent_id), false) from after;
  else
    perform touch_goals(array_agg(id) || array_agg(parent_id), true) from before;
  end if;
  return null;
end
$$;

create or replace function touch_goals_by_tasks() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  touched uuid[];
begin
  if tg_op = 'UPDATE' then
    with old_rows as (select id, goal_id, parent_id, status, weight, deleted_at is null from before),
      new_rows as (select id, goal_id, parent_id, status, weight, deleted_at is null from after),
      changed as (
        (table old_rows except table new_rows) union all (table new_rows except table old_rows)
      )
    select array_agg(distinct goal_id) into touched from changed;
  elsif tg_op = 'INSERT' then
    select array_agg(distinct goal_id) into touched from after;
  else
    select array_agg(distinct goal_id) into touched from before;
  end if;
  if touched is not null then
    perform touch_goals(touched, false);
  end if;
  return null;
end
$$;

create or replace function touch_goals_by_key_results() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  touched uuid[];
begin
  if tg_op = 'UPDATE' then
    with old_rows as (
        select id, goal_id, kind, start_value, current_value, target_value, is_done, weight, deleted_at is null from before
      ),
      new_rows as (
        select id, goal_id, kind, start_value, current_value, target_value, is_done, weight, deleted_at is null from after
      ),
      changed as (
        (table old_rows except table new_rows) union all (table new_rows except table old_rows)
      )
    select array_agg(distinct goal_id) into touched from changed;
  elsif tg_op = 'INSERT' then
    select array_agg(distinct goal_id) into touched from after;
  else
    select array_agg(distinct goal_id) into touched from before;
  end if;
  if touched is not null then
    perform touch_goals(touched, false);
  end if;
  return null;
end
$$;

create or replace trigger goals_touch_goals_on_insert after insert on goals
  referencing new table as after for each statement execute function touch_goals_by_goals();

create or replace trigger goals_touch_goals_on_update after update on goals
  referencing old table as before new table as after for each statement execute function touch_goals_by_goals();

create or replace trigger goals_touch_goals_on_delete after delete on goals
  referencing old table as before for each statement execute function touch_goals_by_goals();

create or replace trigger tasks_touch_goals_on_insert after insert on tasks
  referencing new table as after for each statement execute function touch_goals_by_tasks();

create or replace trigger tasks_touch_goals_on_update after update on tasks
  referencing old table as before new table as after for each statement execute function touch_goals_by_tasks();

create or replace trigger tasks_touch_goals_on_delete after delete on tasks
  referencing old table as before for each statement execute function touch_goals_by_tasks();

create or replace trigger key_results_touch_goals_on_insert after insert on key_results
  referencing new table as after for each statement execute function touch_goals_by_key_results();

create or replace trigger key_results_touch_goals_on_update after update on key_results
  referencing old table as before new table as after for each statement execute function touch_goals_by_key_results();

create or replace trigger key_results_touch_goals_on_delete after delete on key_results
  referencing old table as before for each statement execute function touch_goals_by_key_results();
--> statement-breakpoint
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
    select distinct hashtext(id::text) & 255 from above where parent_id is null order by 1
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
as $$
declare
  touched uuid[];
  regrouped uuid[];
  structural boolean;
begin
  -- By the whole key: a look-up of all rows would pass by those that were taken, once for each of them.
  if not exists (
    select from private.touched_goals where transaction_id = new.transaction_id and goal_id = new.goal_id
  ) then
    return null;
  end if;
  with taken as (
    delete from private.touched_goals where transaction_id = new.transaction_id
    returning goal_id, is_structural, is_new
  )
  select array_agg(goal_id), array_agg(goal_id) filter (where is_structural or is_new), bool_or(is_structural)
    into touched, regrouped, structural
    from taken;
  perform lock_settlement(touched, structural);
  if regrouped is not null then
    perform settle_members(regrouped);
  end if;
  perform settle_figures(touched, structural);
  return null;
end
$$;

--> statement-breakpoint
-- What a person says of a goal is written as "manual_progress" from this release on; "progress" is what releases before
-- it read and write.
-- What a person says of a goal's progress is manual_progress; what the goal shows is in goal_figures (goals.figures.sql).
-- The column "progress" is for clients of the release before: they write it as what a person says, and read in it 100
-- while the goal is completed. With the step to "completed" it says nothing new.
create or replace function keep_progress() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    if new.manual_progress = 0 then
      new.manual_progress := new.progress;
    end if;
  elsif new.manual_progress is not distinct from old.manual_progress and new.progress is distinct from old.progress then
    if new.status <> 'completed' then
      new.manual_progress := new.progress;
    elsif old.status = 'completed' then
      perform refuse('goals_progress_completed', 'goals', 'progress', 'reopen the goal to change its progress');
    end if;
  end if;
  if new.status = 'completed' and new.progress is not null then
    new.progress := 100;
  else
    new.progress := coalesce(new.manual_progress, new.progress);
  end if;
  return new;
end
$$;

create or replace trigger goals_keep_progress before insert or update of status, progress, manual_progress on goals
  for each row execute function keep_progress();
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "open_task_figure"(uuid), "number_figure"(numeric, numeric, numeric) TO "goals_graphql";--> statement-breakpoint
GRANT SELECT ON "goal_figures", "goal_progress", "goal_parts" TO "goals_graphql";--> statement-breakpoint
-- The figures of the goals that are there already.
SELECT "settle_figures"(array(SELECT "id" FROM "goals"), false);
