-- A task goes to the trash with its subtasks, and is restored with those that went with it. Restored without its parent,
-- it becomes a top-level task.
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
  for each row when (old.deleted_at is distinct from new.deleted_at) execute function take_subtasks_along();
