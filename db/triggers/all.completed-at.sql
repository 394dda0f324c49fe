-- completed_at is set if and only if the status is "completed". A time given together with the status is kept, so that
-- imported rows keep their dates.
create or replace function set_completed_at() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  new.completed_at := case when new.status = 'completed' then coalesce(new.completed_at, now()) end;
  return new;
end
$$;

create or replace trigger goals_set_completed_at before insert or update of status, completed_at on goals
  for each row execute function set_completed_at();

create or replace trigger tasks_set_completed_at before insert or update of status, completed_at on tasks
  for each row execute function set_completed_at();
