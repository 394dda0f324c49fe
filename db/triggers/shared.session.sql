-- The user on whose behalf Hasura runs this mutation; null for migrations, seeds and the server itself.
-- Hasura sets "hasura.user" to the session variables as JSON, with names in lower case; after its transaction the
-- setting is an empty string.
create or replace function acting_user_id() returns uuid
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select (nullif(current_setting('hasura.user', true), '')::json ->> 'x-hasura-user-id')::uuid
$$;

-- Whether a goal exists and the acting user may edit it. Triggers check this before they reveal anything about the rows
-- below it. Without an acting user (migrations, seeds, the server itself) every goal may be edited.
create or replace function may_edit_goal(goal uuid) returns boolean
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select exists (select from goals where id = goal and deleted_at is null) and (acting_user_id() is null or exists (
    select from user_goals membership join users on users.id = membership.user_id
    where membership.goal_id = goal and membership.user_id = acting_user_id()
      and membership.role in ('owner', 'editor') and users.is_active
  ))
$$;

-- The Hasura role in which that person acts, or null when nobody does.
create or replace function acting_role() returns text
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select nullif(current_setting('hasura.user', true), '')::json ->> 'x-hasura-role'
$$;
