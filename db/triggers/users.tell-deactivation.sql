-- Deactivating a user ends all their sessions; see sessions.tell-end.sql.
create or replace function tell_deactivation() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform pg_notify('session_ends', json_build_object('userId', new.id)::text);
  return null;
end
$$;

create or replace trigger users_tell_deactivation after update of is_active on users
  for each row when (old.is_active and not new.is_active) execute function tell_deactivation();
