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
