-- A goal keeps an owner for as long as there is one: the last one can neither leave nor be demoted, unless the goal
-- or the person itself goes. Two owners who leave at the same moment wait for each other at the goal's row.
create or replace function keep_last_owner() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform from users where id = old.user_id;
  if not found then
    return null;
  end if;
  perform from goals where id = old.goal_id for no key update;
  if found and not exists (select from user_goals where goal_id = old.goal_id and role = 'owner') then
    perform refuse('user_goals_last_owner', 'user_goals', 'role', 'make somebody else the owner of this goal first');
  end if;
  return null;
end
$$;

create or replace trigger user_goals_keep_last_owner_on_update after update on user_goals
  for each row when (old.role = 'owner' and (new.role, new.goal_id) is distinct from (old.role, old.goal_id))
  execute function keep_last_owner();

create or replace trigger user_goals_keep_last_owner_on_delete after delete on user_goals
  for each row when (old.role = 'owner') execute function keep_last_owner();
