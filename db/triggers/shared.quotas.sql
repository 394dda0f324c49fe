-- Limits how many rows a user may keep and insert at once, by the figures in private.quotas. The user is the one on whose
-- behalf Hasura runs the mutation; what migrations, seeds and the server write counts for none. Security definer: writing
-- goals takes no privilege on the quotas.
--
-- Rows are counted, by index, only when the room found by the last count is used up. A user's inserts into one table queue
-- at their row of private.quota_room, so that two concurrent ones cannot both take the last place; deletions do not touch
-- it and wait for nothing.
create or replace function keep_quota() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  actor constant uuid := acting_user_id();
  owner_column constant text := tg_argv[0];
  max_inserted constant int := (select max from private.quotas where name = 'inserted_rows');
  max_kept constant int := (select max from private.quotas where name = tg_table_name);
  inserted constant int := (select count(*) from added);
  room_left int;
  kept int;
begin
  if actor is null or inserted = 0 then
    return null;
  end if;
  if inserted > max_inserted then
    perform refuse('inserted_rows_quota', tg_table_name, 'objects', format('send at most %s rows at once', max_inserted));
  end if;
  if max_kept is null then
    return null;
  end if;
  insert into private.quota_room as known (user_id, name, max, room) values (actor, tg_table_name, max_kept, -1)
    on conflict (user_id, name) do update
      set room = case when known.max = excluded.max then known.room - inserted else -1 end, max = excluded.max
    returning room into room_left;
  if room_left >= 0 then
    return null;
  end if;
  execute format('select count(*) from (select from %I where %I = $1 limit $2) counted', tg_table_name, owner_column)
    into kept using actor, max_kept + 1;
  if kept > max_kept then
    perform refuse(tg_table_name || '_quota', tg_table_name, tg_table_name,
      format('you can keep at most %s %s; delete some for good first', max_kept, tg_table_name));
  end if;
  update private.quota_room set room = max_kept - kept where user_id = actor and name = tg_table_name;
  return null;
end
$$;

create or replace trigger goals_keep_quota after insert on goals
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger tasks_keep_quota after insert on tasks
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger categories_keep_quota after insert on categories
  referencing new table as added for each statement execute function keep_quota('user_id');

create or replace trigger settings_keep_quota after insert on settings
  referencing new table as added for each statement execute function keep_quota('user_id');

create or replace trigger key_results_keep_quota after insert on key_results
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger check_ins_keep_quota after insert on check_ins
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger goal_grants_keep_quota after insert on goal_grants
  referencing new table as added for each statement when (pg_trigger_depth() = 0) execute function keep_quota('granted_by');

create or replace trigger invitations_keep_quota after insert on invitations
  referencing new table as added for each statement execute function keep_quota('invited_by');

create or replace trigger task_dependencies_keep_quota after insert on task_dependencies
  referencing new table as added for each statement execute function keep_quota('created_by');

create or replace trigger period_closes_keep_quota after insert on period_closes
  referencing new table as added for each statement execute function keep_quota('user_id');
