-- Notifies every server process that a session has ended, whatever ended it. Anyone who may connect to the database can
-- listen, so the payload holds only a digest of the provider's session.
create or replace function tell_session_end() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform pg_notify('session_ends', json_build_object(
    'userId', old.user_id,
    'session', json_build_object(
      'sidDigest', encode(sha256(convert_to(old.sid, 'UTF8')), 'hex'),
      'tokensUntil', old.access_token_expires_at
    )
  )::text);
  return null;
end
$$;

create or replace trigger sessions_tell_end after delete on private.sessions
  for each row execute function tell_session_end();
