-- How much one person may keep, and insert at once, on behalf of whom Hasura runs a mutation; the figures are in
-- private.quotas. What migrations, seeds and the server itself write is not counted against anybody. Runs with its
-- owner's rights: nobody who writes goals needs the right to read the quotas.
--
-- Counted by an index and no further than the quota. A person's inserts into one table wait for each other, so that two
-- at the same moment cannot both take the last place; deletions wait for nothing.
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
  kept int;
begin
  if actor is null or not exists (select from added) then
    return null;
  end if;
  if (select count(*) from (select from added limit max_inserted + 1) counted) > max_inserted then
    perform refuse('inserted_rows_quota', tg_table_name, 'objects', format('send at most %s rows at once', max_inserted));
  end if;
  perform pg_advisory_xact_lock('private.quotas'::regclass::oid::int, hashtext(tg_table_name || actor));
  execute format('select count(*) from (select from %I where %I = $1 limit $2) counted', tg_table_name, owner_column)
    into kept using actor, max_kept + 1;
  if kept > max_kept then
    perform refuse(tg_table_name || '_quota', tg_table_name, tg_table_name,
      format('you can keep at most %s %s, those in the trash included; delete some for good first', max_kept, tg_table_name));
  end if;
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
