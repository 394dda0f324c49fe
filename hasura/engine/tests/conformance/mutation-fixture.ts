import { expect } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

/**
 * Tables of a small library: every table has a role `writer` that owns rows by `x-hasura-user-id`.
 */
const sql = `
create table author (id int primary key, name text not null, bio text, registered boolean not null default false);
create table article (
  id serial primary key,
  author_id int references author(id),
  title text not null,
  content text,
  published boolean not null default false,
  likes int not null default 0,
  details jsonb,
  updated_by text,
  unique (title)
);
create table tag (article_id int references article(id) on delete cascade, name text, primary key (article_id, name));
create table profile (author_id int primary key references author(id), photo text);
create table counter (id int generated always as identity primary key, n smallint, doubled int generated always as (n * 2) stored);
create view published_titles as select title from article where published group by title;
create function article_summary(article_row article) returns text language sql stable as $$ select article_row.title || '!' $$;
`

const fk = (column: string) => ({ foreign_key_constraint_on: column })
const reverse = (table: string, column: string) => ({
  foreign_key_constraint_on: { table, column },
})
const own = { author_id: { _eq: 'X-Hasura-User-Id' } }

const article = {
  table: 'article',
  object_relationships: [{ name: 'author', using: fk('author_id') }],
  array_relationships: [{ name: 'tags', using: reverse('tag', 'article_id') }],
  computed_fields: [{ name: 'summary', definition: { function: 'article_summary' } }],
  select_permissions: [
    {
      role: 'writer',
      permission: {
        columns: ['id', 'title', 'content', 'published', 'author_id'],
        filter: { _or: [own, { published: true }] },
        computed_fields: ['summary'],
      },
    },
    { role: 'reader', permission: { columns: ['title'], filter: { published: true } } },
  ],
  insert_permissions: [
    {
      role: 'writer',
      permission: {
        columns: ['id', 'title', 'content', 'published', 'details'],
        check: { published: { _eq: false } },
        set: { author_id: 'x-hasura-user-id' },
      },
    },
    {
      role: 'nullable',
      permission: { columns: '*', check: { likes: { _gte: 0 }, content: { _neq: 'bad' } } },
    },
    { role: 'server', permission: { columns: '*', check: {}, backend_only: true } },
    { role: 'nested', permission: { columns: ['title'], check: {} } },
  ],
  update_permissions: [
    {
      role: 'writer',
      permission: {
        columns: ['title', 'content', 'published', 'likes', 'details'],
        filter: own,
        check: { likes: { _lt: 100 } },
        set: { updated_by: 'x-hasura-user-id' },
      },
    },
  ],
  delete_permissions: [
    { role: 'writer', permission: { filter: own } },
    { role: 'nullable', permission: { filter: { published: false } } },
  ],
}

const author = {
  table: 'author',
  object_relationships: [{ name: 'profile', using: reverse('profile', 'author_id') }],
  array_relationships: [{ name: 'articles', using: reverse('article', 'author_id') }],
  select_permissions: [
    { role: 'writer', permission: { columns: ['id', 'name'], filter: { id: 'X-Hasura-User-Id' } } },
  ],
  insert_permissions: [
    { role: 'writer', permission: { columns: ['id', 'name'], check: { id: 'X-Hasura-User-Id' } } },
    { role: 'nested', permission: { columns: ['id', 'name'], check: {} } },
  ],
}

const tables = [
  article,
  author,
  { table: 'tag', object_relationships: [{ name: 'article', using: fk('article_id') }] },
  { table: 'profile', object_relationships: [{ name: 'author', using: fk('author_id') }] },
  { table: 'counter' },
  { table: 'published_titles' },
]

/** Starts an engine on the library; call `reset` before each test. */
export async function startLibrary(): Promise<
  TestEngine & { readonly reset: () => Promise<void> }
> {
  const engine = await startTestEngine({ sql, metadata: { tables } })
  return {
    ...engine,
    reset: async () => {
      await engine.sql(`
        truncate author, article, tag, profile, counter restart identity cascade;
        insert into author (id, name) values (1, 'Ada'), (2, 'Bob');
        insert into article (author_id, title, published, likes, details) values
          (1, 'one', false, 1, '{"a": [1, 2], "b": 1}'), (2, 'two', true, 2, null), (2, 'three', false, 3, null);
        insert into tag values (1, 'x'), (2, 'y');
      `)
    },
  }
}

/** Asks as the author with id 1. */
export const ada = { session: { 'user-id': '1' } }
/** A body with this error alone. */
export const failure = (code: string, message: string, path: string) => ({
  errors: [{ message, extensions: expect.objectContaining({ code, path }) as unknown }],
})
/** What breaks the check of a permission. */
export const checkFailed = (path: string) =>
  failure('permission-error', 'check constraint of an insert/update permission has failed', path)
