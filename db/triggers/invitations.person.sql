-- Whom an invitation reaches: by user name, or by an e-mail address that the provider has verified. A text with "@" is
-- never taken for a user name, because anybody may choose somebody's address as their name.
create or replace function person_invited_as(invitee text) returns uuid
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
  select case when count(*) = 1 then min(id::text)::uuid end from (
    select id from users where lower(username) = invitee and position('@' in invitee) = 0
    union all
    select id from users where lower(email) = invitee and email_verified
  ) as known
$$;

-- Whether a person may invite others to a goal: an active owner, while it is not in the trash.
create or replace function may_invite(person uuid, goal uuid) returns boolean
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select exists (
    select from user_goals membership
      join users on users.id = membership.user_id
      join goals on goals.id = membership.goal_id
    where membership.user_id = person and membership.goal_id = goal
      and membership.role = 'owner' and users.is_active and goals.deleted_at is null
  )
$$;

-- A goal that does not exist or that the acting person does not own: one and the same error. Whether there is a person
-- of the given name or address is told by nothing that the one who invites can see.
create or replace function check_invitation() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  actor constant uuid := acting_user_id();
begin
  new.invitee := lower(regexp_replace(new.invitee, '^\s+|\s+$', '', 'g'));
  new.invited_user_id := person_invited_as(new.invitee);
  if actor is null then
    return new;
  end if;
  if not may_invite(actor, new.goal_id) then
    perform refuse('invitations_goal_allowed', 'invitations', 'goal_id', 'choose a goal that you own');
  end if;
  if exists (select from goals where id = new.goal_id and is_inbox) then
    perform refuse('invitations_inbox', 'invitations', 'goal_id', 'choose another goal, an Inbox has one member only');
  end if;
  if exists (select from users where id = actor and new.invitee in (lower(username), lower(email))) then
    perform refuse('invitations_oneself', 'invitations', 'invitee', 'choose somebody else, you own this goal already');
  end if;
  -- Members know each other's user names, not each other's addresses.
  if exists (
    select from user_goals membership join users on users.id = membership.user_id
    where membership.goal_id = new.goal_id and lower(users.username) = new.invitee and position('@' in new.invitee) = 0
  ) then
    perform refuse('invitations_member', 'invitations', 'invitee', 'change the role of this person, who is a member already');
  end if;
  delete from invitations
    where goal_id = new.goal_id and invitee = new.invitee and status = 'pending' and expires_at <= now();
  if exists (
    select from invitations where goal_id = new.goal_id and invitee = new.invitee and status = 'pending'
  ) then
    perform refuse('invitations_twice', 'invitations', 'invitee', 'wait for an answer, or take the open invitation back first');
  end if;
  return new;
end
$$;

create or replace trigger invitations_check before insert on invitations
  for each row execute function check_invitation();

-- What was addressed to a name or an address reaches whoever has it now.
create or replace function find_invited() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  names text[] := array[lower(new.username), lower(new.email)];
begin
  if tg_op = 'UPDATE' then
    names := names || array[lower(old.username), lower(old.email)];
  end if;
  update invitations set invited_user_id = person_invited_as(invitee)
    where invitee = any (names) and status = 'pending'
      and invited_user_id is distinct from person_invited_as(invitee);
  return null;
end
$$;

create or replace trigger users_find_invited_on_insert after insert on users
  for each row execute function find_invited();

create or replace trigger users_find_invited_on_update after update of username, email, email_verified on users
  for each row when (
    (old.username, old.email, old.email_verified) is distinct from (new.username, new.email, new.email_verified)
  ) execute function find_invited();
