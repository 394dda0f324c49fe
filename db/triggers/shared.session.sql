-- The person on whose behalf Hasura runs this mutation, or null when nobody's: migrations, seeds, the server itself.
-- Hasura sets "hasura.user" to the session variables as JSON, with names in lower case; after its transaction the
-- setting is an empty string.
create or replace function acting_user_id() returns uuid
  language sql
  stable
  set search_path = pg_catalog, public, pg_temp
as $$
  select (nullif(current_setting('hasura.user', true), '')::json ->> 'x-hasura-user-id')::uuid
$$;

-- Whether the acting person may edit a goal that is there: what triggers ask before they say anything about rows that
-- are below it. Whoever acts for nobody (migrations, seeds, the server itself) may.
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
