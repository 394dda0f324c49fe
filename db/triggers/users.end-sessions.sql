-- A deactivated user's sessions end for good: once reactivated, they sign in again. Security definer: Hasura's role, which
-- deactivates users, has no privilege on the schema "private".
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
