-- A task may depend on another once, if the acting user may edit both. Dependencies form no cycle, even under concurrent
-- writes, because they are inserted one after another. A task that does not exist, is in the trash, or that the acting user
-- may not edit gives the same error, so that no ids can be probed.
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
  for each row execute function check_task_dependency();
