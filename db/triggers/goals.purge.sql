-- When a goal is purged, its tasks move to the Inbox of its first owner, one granted on the goal itself before inherited
-- ones, and lose the categories of other users. The tasks of a goal without an owner are deleted.
create or replace function move_tasks_to_inbox() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  owner_id uuid;
  inbox_id uuid;
begin
  select membership.user_id, inbox.id into owner_id, inbox_id
    from user_goals membership join goals inbox on inbox.created_by = membership.user_id and inbox.is_inbox
    where membership.goal_id = old.id and membership.role = 'owner'
    order by membership.granted_role is distinct from 'owner', membership.created_at, membership.user_id
    limit 1;
  if inbox_id is null then
    delete from tasks where goal_id = old.id;
  else
    update tasks
      set goal_id = inbox_id,
        category_id = (select id from categories where id = tasks.category_id and user_id = owner_id)
      where goal_id = old.id;
  end if;
  return old;
end
$$;

create or replace trigger goals_move_tasks_to_inbox before delete on goals
  for each row execute function move_tasks_to_inbox();
