-- The user who creates a goal owns it, from the same statement on; the members of the goals above it are added when the
-- transaction commits. Security definer: writing goals takes no privilege on memberships.
create or replace function add_goal_owner() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  -- The membership comes first: so the grant, which it agrees with, changes nothing any more.
  insert into user_goals (user_id, goal_id, role, granted_role, created_at)
    select created_by, id, 'owner', 'owner', created_at from added where created_by is not null;
  insert into goal_grants (goal_id, user_id, role, created_at)
    select id, created_by, 'owner', created_at from added where created_by is not null;
  perform touch_members(array(select id from added where parent_id is not null), 'goals');
  return null;
end
$$;

create or replace trigger goals_add_owner after insert on goals
  referencing new table as added for each statement execute function add_goal_owner();
