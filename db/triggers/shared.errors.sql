-- Rejects a change; the API maps the error to a field.
create or replace function refuse(rule text, at_table text, at_column text, instruction text) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  raise exception using
    errcode = 'check_violation',
    message = format('%s: %s', at_column, instruction),
    constraint = rule,
    schema = 'public',
    table = at_table,
    column = at_column;
end
$$;
