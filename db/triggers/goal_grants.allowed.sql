-- Owners grant roles to those who are members already, by inheritance; everybody else is invited. A goal that does not
-- exist or that the acting person does not own: one and the same error. A person who does not exist, is deactivated or
-- is no member: one and the same, too. Comes before the primary key is looked at, so that a key which is taken tells
-- owners only. What other triggers insert is not checked.
--
-- Administrators, who see every goal, hand those without an owner to any active person; a role that the person has there
-- already makes room for the new one.
create or replace function check_goal_grant() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  actor constant uuid := acting_user_id();
begin
  if actor is null then
    return new;
  end if;
  if acting_role() = 'org_admin' then
    if not exists (select from users where id = new.user_id and is_active) then
      perform refuse('goal_grants_person', 'goal_grants', 'user_id', 'choose a person who is active');
    end if;
    delete from goal_grants where goal_id = new.goal_id and user_id = new.user_id;
    return new;
  end if;
  if not exists (
    select from user_goals membership
      join users on users.id = membership.user_id
      join goals on goals.id = membership.goal_id
    where membership.goal_id = new.goal_id and membership.user_id = actor
      and membership.role = 'owner' and users.is_active and goals.deleted_at is null
  ) then
    perform refuse('goal_grants_goal_allowed', 'goal_grants', 'goal_id', 'choose a goal that you own');
  end if;
  if new.user_id = actor then
    perform refuse('goal_grants_oneself', 'goal_grants', 'user_id', 'choose somebody else, you own this goal already');
  end if;
  if not exists (
    select from user_goals membership join users on users.id = membership.user_id
    where membership.goal_id = new.goal_id and membership.user_id = new.user_id and users.is_active
  ) then
    perform refuse('goal_grants_user_allowed', 'goal_grants', 'user_id', 'choose a member of this goal, and invite everybody else');
  end if;
  if exists (select from goal_grants where goal_id = new.goal_id and user_id = new.user_id) then
    perform refuse('goal_grants_twice', 'goal_grants', 'user_id', 'change the role that this person has on this goal already');
  end if;
  return new;
end
$$;

create or replace trigger goal_grants_check before insert on goal_grants
  for each row when (pg_trigger_depth() = 0) execute function check_goal_grant();
