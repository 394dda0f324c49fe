-- How far a goal is, by one rule: 100 per cent once it is completed; else the weighted mean of its parts; without parts
-- that weigh anything, what a person said (manual_progress). goals.parts.sql says what its parts are.

-- Writes the figures of these goals, then of the goals above them, for as long as figures change; returns how many goals
-- that were. Called under the locks of lock_settlement().
--
-- The parts of a goal that was touched are added up; only its tasks, where nothing else was touched and it has no other
-- parts; and nothing, where the caller knows what its sum gains. From a single goal upwards nothing is added up either: the
-- sum of the one above differs by as much as this part does. That is exact, as figures have two decimals and weights none.
--
-- A tree is finite and so is this; where rows from before there were checks form a cycle, it stops as well.
create or replace function settle_figures(touched uuid[], of_tasks boolean, gain numeric) returns int
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  most_rounds constant int := 1000;
  level uuid[] := touched;
  at uuid;
  path uuid[];
  goal record;
  figure goal_figures;
  difference numeric;
  figures goal_figures[];
  above uuid[];
  gone uuid[] := '{}';
  done int := 0;
begin
  for round in 1..most_rounds loop
    figures := '{}';
    above := '{}';
    foreach at in array level loop
      path := '{}';
      difference := gain;
      loop
        select
            goals.parent_id,
            goals.status,
            goals.manual_progress,
            case when goals.deleted_at is null and goals.status <> 'cancelled' then goals.weight else 0 end as counted,
            former.progress,
            former.parts,
            former.weight,
            former.total,
            former.is_of_tasks
          into goal
          from goals left join goal_figures former on former.goal_id = goals.id
          where goals.id = at;
        if not found then
          gone := gone || at;
          exit;
        elsif difference is not null then
          if goal.total is null or at = any (path) then
            above := above || at;
            exit;
          end if;
          figure := row(at, null, goal.parts, goal.weight, goal.total + difference, goal.is_of_tasks);
        elsif of_tasks and goal.is_of_tasks then
          select at, null, count(*) filter (where weight > 0), coalesce(sum(weight), 0), coalesce(sum(weight * progress), 0), true
            into figure from goal_parts where goal_id = at and kind = 'task';
        else
          select
              at,
              null,
              count(*) filter (where weight > 0),
              coalesce(sum(weight), 0),
              coalesce(sum(weight * progress), 0),
              coalesce(bool_and(kind = 'task'), true)
            into figure from goal_parts where goal_id = at;
        end if;
        figure.progress := case
          when goal.status = 'completed' then 100
          when figure.weight > 0 then round(figure.total / figure.weight, 2)
          else goal.manual_progress
        end;
        figures := figures || figure;
        exit when figure.progress = goal.progress or goal.counted = 0 or goal.parent_id is null;
        if cardinality(level) > 1 then
          above := above || goal.parent_id;
          exit;
        end if;
        difference := goal.counted * (figure.progress - coalesce(goal.progress, 0));
        path := path || at;
        at := goal.parent_id;
      end loop;
    end loop;
    -- By the clock and not by the transaction's start: a later settlement must not write to an earlier day.
    with written as (
      insert into goal_figures as former select * from unnest(figures)
        on conflict (goal_id) do update
          set progress = excluded.progress, parts = excluded.parts, weight = excluded.weight, total = excluded.total,
            is_of_tasks = excluded.is_of_tasks
          where former is distinct from excluded
        returning goal_id, progress
    )
    insert into goal_progress as former (goal_id, day, progress)
      select goal_id, (clock_timestamp() at time zone 'UTC')::date, progress from written
      on conflict (goal_id, day) do update set progress = excluded.progress where former.progress <> excluded.progress;
    done := done + cardinality(figures);
    exit when above = '{}';
    level := array(select distinct unnest(above));
    of_tasks := false;
    gain := null;
  end loop;
  if gone <> '{}' then
    delete from goal_figures where goal_id = any (gone);
    delete from goal_progress where goal_id = any (gone);
  end if;
  return done;
end
$$;
