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
