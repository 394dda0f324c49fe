-- Every user has an Inbox and a first category from the moment their row exists. Security definer: the server's role,
-- which inserts the row at the first sign-in, takes no privilege on goals and categories.
create or replace function provision_user() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into goals (title, horizon, is_inbox, created_by) values ('Inbox', 'yearly', true, new.id);
  insert into categories (user_id, name) values (new.id, 'Uncategorized');
  return null;
end
$$;

create or replace trigger users_provision after insert on users
  for each row execute function provision_user();
