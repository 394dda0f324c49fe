-- The Inbox, which holds the tasks without another goal, cannot be deleted. Only users.purge.sql does, with its user.
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
  for each row when (old.is_inbox) execute function keep_inbox();
