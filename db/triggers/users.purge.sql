-- Deleting a user deletes the goals that no other user can see, with their tasks. Shared goals stay with their members.
create or replace function purge_private_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  private_goals constant uuid[] := array(
    select own.goal_id from user_goals own
    where own.user_id = old.id and not exists (
      select from user_goals other where other.goal_id = own.goal_id and other.user_id <> old.id
    )
  );
begin
  delete from tasks where goal_id = any (private_goals);
  update goals set is_inbox = false where id = any (private_goals) and is_inbox;
  delete from goals where id = any (private_goals);
  return old;
end
$$;

create or replace trigger users_purge_private_goals before delete on users
  for each row execute function purge_private_goals();
