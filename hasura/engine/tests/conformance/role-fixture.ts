import { startTestEngine, type TestEngine } from '../support/engine.ts'

const sql = `
create table status (value text primary key, comment text);
insert into status values ('draft', 'not yet'), ('done', null);
create table note (
  id serial primary key, owner text not null, editor text, body text, secret text, status text not null default 'draft' references status(value)
);
create table log (id serial primary key, entry text, role text);
create function add_log(entry text, session json) returns setof log language sql volatile
  as $$ insert into log (entry, role) values ($1, $2 ->> 'x-hasura-role') returning * $$;
create function last_log() returns log language sql stable as $$ select * from log order by id desc limit 1 $$;
create schema archive;
create table archive.note (id serial primary key, body text);
`

const own = { owner: 'X-Hasura-User-Id' }
const edits = { editor: 'X-Hasura-User-Id' }

const note = {
  table: 'note',
  select_permissions: [
    { role: 'owner', permission: { columns: ['id', 'body', 'secret'], filter: own, limit: 1 } },
    {
      role: 'editor',
      permission: { columns: ['id', 'body'], filter: edits, limit: 2, allow_aggregations: true },
    },
  ],
  insert_permissions: [
    {
      role: 'owner',
      permission: { columns: ['body', 'status'], check: own, set: { owner: 'x-hasura-user-id' } },
    },
    {
      role: 'editor',
      permission: { columns: ['body', 'status'], check: own, set: { owner: 'x-hasura-user-id' } },
    },
  ],
  update_permissions: [
    { role: 'owner', permission: { columns: ['body', 'secret'], filter: own } },
    { role: 'editor', permission: { columns: ['body'], filter: edits } },
  ],
}

const metadata = {
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      configuration: {},
      tables: [
        note,
        { table: 'status', is_enum: true },
        {
          table: 'log',
          select_permissions: [
            { role: 'owner', permission: { columns: ['entry', 'role'], filter: {} } },
          ],
        },
        {
          table: { schema: 'archive', name: 'note' },
          configuration: {
            custom_column_names: { body: 'text' },
            custom_root_fields: { insert_one: 'archiveNote' },
          },
        },
      ],
      functions: [
        {
          function: 'add_log',
          configuration: { session_argument: 'session' },
          permissions: [{ role: 'owner' }],
        },
        { function: 'last_log' },
      ],
    },
  ],
  inherited_roles: [{ role_name: 'both', role_set: ['owner', 'editor'] }],
}

/** Starts an engine with roles `owner`, `editor` and `both`, which inherits from them. */
export async function startRoles(): Promise<TestEngine & { readonly reset: () => Promise<void> }> {
  const engine = await startTestEngine({ sql, metadata: { version: 3, ...metadata } })
  return {
    ...engine,
    reset: async () => {
      await engine.sql(`
        truncate note, log, archive.note restart identity;
        insert into note (owner, editor, body, secret) values ('ada', null, 'a', 'sa'), ('bob', 'ada', 'b', 'sb'), ('ada', 'ada', 'c', 'sc'), ('bob', null, 'd', 'sd');
      `)
    },
  }
}
