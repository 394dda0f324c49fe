-- Whoever makes a goal owns it, from the same transaction on. Runs with its owner's rights: nobody who writes goals
-- needs the right to write memberships.
create or replace function add_goal_owner() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into user_goals (user_id, goal_id, role, created_at) values (new.created_by, new.id, 'owner', new.created_at);
  return null;
end
$$;

create or replace trigger goals_add_owner after insert on goals
  for each row when (new.created_by is not null) execute function add_goal_owner();
