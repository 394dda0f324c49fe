-- A deactivated person's sessions are over for good: activated again, they sign in again. Runs with its owner's rights: the
-- role that deactivates people, Hasura's, has none on the schema "private".
create or replace function end_sessions() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  delete from private.sessions where user_id = new.id;
  return null;
end
$$;

revoke execute on function end_sessions() from public;

create or replace trigger users_end_sessions after update of is_active on users
  for each row when (old.is_active and not new.is_active) execute function end_sessions();
