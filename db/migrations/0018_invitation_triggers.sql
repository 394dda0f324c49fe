ALTER TABLE "invitations" ALTER CONSTRAINT "invitations_goal_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "invitations" ALTER CONSTRAINT "invitations_invited_by_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "invitations" ALTER CONSTRAINT "invitations_invited_user_id_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
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
$$;--> statement-breakpoint
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
$$;--> statement-breakpoint
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
$$;--> statement-breakpoint
create or replace trigger invitations_check before insert on invitations
  for each row execute function check_invitation();--> statement-breakpoint
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
$$;--> statement-breakpoint
create or replace trigger users_find_invited_on_insert after insert on users
  for each row execute function find_invited();--> statement-breakpoint
create or replace trigger users_find_invited_on_update after update of username, email, email_verified on users
  for each row when (
    (old.username, old.email, old.email_verified) is distinct from (new.username, new.email, new.email_verified)
  ) execute function find_invited();--> statement-breakpoint
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
$$;--> statement-breakpoint
create or replace trigger invitations_check_answer before update of status on invitations
  for each row when (old.status is distinct from new.status and new.status = 'accepted') execute function check_answer();--> statement-breakpoint
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
$$;--> statement-breakpoint
create or replace trigger invitations_grant after update of status on invitations
  for each row when (old.status is distinct from new.status and new.status = 'accepted') execute function grant_invited();--> statement-breakpoint
create or replace trigger invitations_touch_updated_at before update on invitations
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();--> statement-breakpoint
create or replace trigger invitations_keep_quota after insert on invitations
  referencing new table as added for each statement execute function keep_quota('invited_by');--> statement-breakpoint
INSERT INTO "private"."quotas" ("name", "max") VALUES ('invitations', 5000);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ("status") ON "invitations" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, UPDATE ("status") ON "received_invitations" TO "goals_graphql";
