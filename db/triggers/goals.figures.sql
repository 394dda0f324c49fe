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
