-- updated_at is when a row last changed; writing the same values again does not count.
create or replace function touch_updated_at() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create or replace trigger users_touch_updated_at before update on users
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger goals_touch_updated_at before update on goals
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger tasks_touch_updated_at before update on tasks
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger categories_touch_updated_at before update on categories
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger settings_touch_updated_at before update on settings
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger goal_grants_touch_updated_at before update on goal_grants
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger invitations_touch_updated_at before update on invitations
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger key_results_touch_updated_at before update on key_results
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();

create or replace trigger check_ins_touch_updated_at before update on check_ins
  for each row when (old.* is distinct from new.*) execute function touch_updated_at();
