/** PostgreSQL channel on which triggers tell what changed; `row-keys.ts` reads what they say. */
export const changeChannel = 'graphql_engine_changes'

/**
 * The triggers of a watched table, one for each event: only then does a statement's trigger see the
 * changed rows.
 */
export const triggerNames = ['insert', 'update', 'delete', 'truncate'].map(
  event => `graphql_engine_${event}`,
)

/**
 * Keys of more rows, before and after, are not told. Only keys ever are: whoever may connect to the
 * database can listen.
 */
const maxImages = 100
/** Bytes of a notification; PostgreSQL takes fewer than 8000. */
const maxPayload = 7500

/**
 * Makes the engine's own schema: `notify_rows`, the function of all triggers, and `watch`, which
 * puts them on a table in the place of older ones. The triggers' arguments are the table's key
 * columns. They also fire under session_replication_role = replica; they run once a statement.
 * Whatever goes wrong in them, the statement must not fail for it: the table's oid alone says that
 * anything may have changed.
 */
export const createSchema = `
do $do$
begin
  perform pg_advisory_xact_lock(hashtext('graphql_engine'));
  create schema if not exists graphql_engine;
  drop function if exists graphql_engine.watch(regclass);

  create or replace function graphql_engine.notify_rows() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
  declare
    changed jsonb;
    images jsonb;
    payload text := tg_relid::text;
  begin
    if tg_op <> 'TRUNCATE' and tg_nargs > 0 then
      begin
        if tg_op = 'INSERT' then
          select jsonb_agg(to_jsonb(r)) into changed from (select * from new_rows limit ${maxImages + 1}) as r;
        elsif tg_op = 'DELETE' then
          select jsonb_agg(to_jsonb(r)) into changed from (select * from old_rows limit ${maxImages + 1}) as r;
        else
          select jsonb_agg(to_jsonb(r)) into changed
          from ((select * from old_rows limit ${maxImages + 1}) union all (select * from new_rows limit ${maxImages + 1})) as r;
        end if;
        if changed is null then
          return null;
        end if;
        if jsonb_array_length(changed) <= ${maxImages} then
          select jsonb_agg(distinct image.keys) into images
          from jsonb_array_elements(changed) as r(fields), lateral (
            select jsonb_object_agg(key, r.fields ->> key) as keys from unnest(tg_argv) as key where r.fields ? key
          ) as image;
          if octet_length(images::text) < ${maxPayload} then
            payload := payload || ' ' || images::text;
          end if;
        end if;
      exception when others then
        payload := tg_relid::text;
      end;
    end if;
    perform pg_notify('${changeChannel}', payload);
    return null;
  end $$;

  create or replace function graphql_engine.watch(watched regclass, keys text[]) returns void language plpgsql set search_path = pg_catalog as $$
  declare
    arguments text := (select string_agg(quote_literal(key), ', ') from unnest(keys) as key);
    former name;
    event text;
  begin
    perform pg_advisory_xact_lock(hashtext('graphql_engine'));
    for former in select tgname from pg_trigger where tgrelid = watched and tgname = any(array['graphql_engine_changes', ${triggerNames.map(name => `'${name}'`).join(', ')}]) loop
      execute format('drop trigger %I on %s', former, watched);
    end loop;
    foreach event in array array['insert', 'update', 'delete', 'truncate'] loop
      execute format('create trigger %I after %s on %s %s for each statement execute function graphql_engine.notify_rows(%s)',
        'graphql_engine_' || event, event, watched,
        case event when 'insert' then 'referencing new table as new_rows' when 'delete' then 'referencing old table as old_rows'
          when 'update' then 'referencing old table as old_rows new table as new_rows' else '' end, arguments);
      execute format('alter table %s enable always trigger %I', watched, 'graphql_engine_' || event);
    end loop;
  end $$;
end $do$`
