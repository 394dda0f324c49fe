-- Tasks form trees of at most five levels within a goal, and no task is below itself, even under concurrent writes. The
-- foreign key keeps a task in its parent's goal, and moves subtasks along.

-- A task and all its ancestors, the root last. Terminates even if rows already form a cycle.
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

-- The height of a task's subtree, counted up to one level beyond `at_most`.
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

-- A parent that does not exist, is in the trash, belongs to another goal, or to a goal that the acting user may not edit
-- gives the same error, so that no ids can be probed. A move locks the trees of its goal exclusively; inserts share the
-- lock, so that they wait for moves only.
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
  execute function check_task_parent();
