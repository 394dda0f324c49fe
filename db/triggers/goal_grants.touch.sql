-- A grant holds for everything below its goal, so members are derived anew from there when the transaction commits.
-- Nothing follows from a grant that the memberships agree with already, as a new goal's owner has it, nor from one that
-- goes together with its goal or person.
create or replace function touch_granted_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
begin
  if tg_op = 'INSERT' then
    perform touch_members(array(
      select goal_id from added where not exists (
        select from user_goals membership
        where membership.user_id = added.user_id and membership.goal_id = added.goal_id
          and membership.granted_role = added.role
      )
    ), 'goal_grants');
  elsif tg_op = 'UPDATE' then
    perform touch_members(array(
      select goal_id from removed full join added using (goal_id, user_id)
      where removed.role is distinct from added.role
    ), 'goal_grants');
  else
    perform touch_members(array(
      select goal_id from removed
      where exists (select from goals where id = removed.goal_id)
        and exists (select from users where id = removed.user_id)
    ), 'goal_grants');
  end if;
  return null;
end
$$;

create or replace trigger goal_grants_touch_on_insert after insert on goal_grants
  referencing new table as added for each statement execute function touch_granted_goals();

create or replace trigger goal_grants_touch_on_update after update on goal_grants
  referencing old table as removed new table as added for each statement execute function touch_granted_goals();

create or replace trigger goal_grants_touch_on_delete after delete on goal_grants
  referencing old table as removed for each statement execute function touch_granted_goals();
