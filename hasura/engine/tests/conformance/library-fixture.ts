/** Authors, their articles, and people who may edit an article: enough for every way of reading. */
export const libraryFixture = {
  sql: `
    create table author (id int primary key, owner text not null, name text not null, age int, rating float8, info jsonb, tags text[] not null default '{}', big bigint);
    create table article (id int primary key, author_id int not null references author, title text not null, published bool not null, score float8);
    create table editor (article_id int references article, person text, primary key (article_id, person));
    insert into author values (1, 'ann', 'A', 30, 1.5, '{"a": {"b": [1, {"k": "v"}]}}', '{p,q}', 9007199254740993), (2, 'bob', 'B', null, 2.5, null, '{}', null), (3, 'ann', 'C', 40, 3.5, '[1]', '{q}', 5);
    insert into article values (1, 1, 'a1', true, 1), (2, 1, 'a2', false, 2), (3, 2, 'b1', true, 3), (4, 2, 'b2', false, 4), (5, 3, 'c1', true, 5), (6, 3, 'c2', true, 6);
    insert into editor values (4, 'ann'), (1, 'bob');
    create function full_name(a author) returns text stable language sql as $$ select a.name || '!' $$;
    create function scored(a author, minimum float8 default 0) returns setof article stable language sql as $$ select * from article where author_id = a.id and score >= minimum $$;
    create function search(q text, top int default 10) returns setof article stable language sql as $$ select * from article where title like '%' || q || '%' order by id limit top $$;
    create function mine(session json) returns setof author stable language sql as $$ select * from author where owner = session ->> 'x-hasura-user' $$;
  `,
  metadata: {
    tables: [
      {
        table: { schema: 'public', name: 'author' },
        array_relationships: [
          {
            name: 'articles',
            using: {
              foreign_key_constraint_on: {
                table: { schema: 'public', name: 'article' },
                column: 'author_id',
              },
            },
          },
        ],
        computed_fields: ['full_name', 'scored'].map(name => ({
          name,
          definition: { function: { schema: 'public', name } },
        })),
        select_permissions: [
          {
            role: 'person',
            permission: {
              columns: ['id', 'name', 'age'],
              filter: { owner: 'X-Hasura-User' },
              allow_aggregations: true,
              computed_fields: ['full_name'],
            },
          },
          { role: 'owner', permission: { columns: ['id'], filter: { owner: 'X-Hasura-User' } } },
          {
            role: 'older',
            permission: { columns: ['id'], filter: { owner: 'X-Hasura-User', age: { _gt: 35 } } },
          },
          { role: 'first', permission: { columns: ['id', 'name'], filter: { id: 1 } } },
          {
            role: 'second',
            permission: {
              columns: ['id', 'age'],
              filter: { id: { _in: [1, 3] } },
              limit: 1,
              allow_aggregations: true,
            },
          },
        ],
      },
      {
        table: { schema: 'public', name: 'article' },
        object_relationships: [
          { name: 'author', using: { foreign_key_constraint_on: 'author_id' } },
        ],
        array_relationships: [
          {
            name: 'editors',
            using: {
              foreign_key_constraint_on: {
                table: { schema: 'public', name: 'editor' },
                column: 'article_id',
              },
            },
          },
        ],
        select_permissions: [
          {
            role: 'person',
            permission: {
              columns: ['id', 'title', 'author_id'],
              filter: {
                _or: [
                  { author: { owner: 'X-Hasura-User' } },
                  { editors: { person: 'X-Hasura-User' } },
                ],
              },
              allow_aggregations: true,
            },
          },
          {
            role: 'owner',
            permission: {
              columns: ['id', 'title'],
              filter: { author: { owner: 'X-Hasura-User' } },
            },
          },
          {
            role: 'older',
            permission: { columns: ['id'], filter: { author: { owner: 'X-Hasura-User' } } },
          },
          {
            role: 'reader',
            permission: {
              columns: ['id', 'title'],
              filter: { published: true },
              limit: 2,
              allow_aggregations: true,
            },
          },
        ],
      },
      {
        table: { schema: 'public', name: 'editor' },
        object_relationships: [
          { name: 'article', using: { foreign_key_constraint_on: 'article_id' } },
        ],
      },
    ],
    functions: [
      { function: { schema: 'public', name: 'search' } },
      {
        function: { schema: 'public', name: 'mine' },
        configuration: { session_argument: 'session' },
      },
    ],
    inherited_roles: [{ role_name: 'both', role_set: ['first', 'second'] }],
  },
}
