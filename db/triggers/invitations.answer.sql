-- Only an open invitation is accepted: an unanswered one that is not too old, whose goal is not in the trash, and while
-- whoever invited owns the goal.
create or replace function check_answer() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if old.status <> 'pending' or new.invited_user_id is null or old.expires_at <= now()
    or not may_invite(new.invited_by, new.goal_id) then
    perform refuse('invitations_open', 'invitations', 'status', 'ask for a new invitation, this one is not open any more');
  end if;
  return new;
end
$$;

create or replace trigger invitations_check_answer before update of status on invitations
  for each row when (old.status is distinct from new.status and new.status = 'accepted') execute function check_answer();

-- Accepting grants the role; a stronger one that the person has by now stays.
create or replace function grant_invited() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into goal_grants as own (goal_id, user_id, role, granted_by)
    values (new.goal_id, new.invited_user_id, new.role, new.invited_by)
    on conflict (goal_id, user_id) do update
      set role = excluded.role, granted_by = excluded.granted_by where excluded.role < own.role;
  return null;
end
$$;

create or replace trigger invitations_grant after update of status on invitations
  for each row when (old.status is distinct from new.status and new.status = 'accepted') execute function grant_invited();
