/**
 * Roles of every kind over the tables of everything.sql. Their rows and columns are stated again,
 * as SQL, in everything.ts.
 */
const foreignKey = (column: string) => ({ foreign_key_constraint_on: column })
const reverse = (table: string, column: string) => ({
  foreign_key_constraint_on: { table, column },
})

const own = { author: { owner: 'X-Hasura-User' } }
const ownOrShared = { _or: [own, { editors: { person: 'X-Hasura-User' } }] }
const articleColumns = ['id', 'author_id', 'title', 'body', 'published', 'score', 'details']

const author = {
  table: 'author',
  object_relationships: [{ name: 'boss', using: foreignKey('boss_id') }],
  array_relationships: [
    { name: 'articles', using: reverse('article', 'author_id') },
    { name: 'people', using: reverse('author', 'boss_id') },
  ],
  computed_fields: ['full_name', 'scored', 'age_plus'].map(name => ({
    name,
    definition: { function: name },
  })),
  select_permissions: [
    {
      role: 'person',
      permission: {
        columns: '*',
        computed_fields: ['full_name', 'age_plus'],
        filter: {
          _or: [
            { owner: { _eq: 'X-Hasura-User' } },
            { _and: [{ active: true }, { rating: { _gt: 5 } }] },
          ],
        },
        allow_aggregations: true,
      },
    },
    {
      role: 'reader',
      permission: {
        columns: ['id', 'name', 'status', 'tags', 'info'],
        filter: { articles: { published: true } },
        limit: 3,
      },
    },
    {
      role: 'first',
      permission: {
        columns: ['id', 'name', 'secret', '_1', 'boss_id'],
        computed_fields: ['full_name'],
        filter: { full_name: { _ilike: 'a%' } },
      },
    },
    {
      role: 'second',
      permission: {
        columns: ['id', 'age', 'rating', 'tags', 'info', 'boss_id', 'worth'],
        filter: { active: true },
        limit: 6,
        allow_aggregations: true,
      },
    },
  ],
  update_permissions: [
    {
      role: 'person',
      permission: {
        columns: ['name', 'height', 'info', 'tags', 'worth', 'big', 'status'],
        filter: { owner: 'X-Hasura-User' },
        check: { name: { _neq: 'forbidden' } },
      },
    },
  ],
}

const article = {
  table: 'article',
  object_relationships: [{ name: 'author', using: foreignKey('author_id') }],
  array_relationships: [
    { name: 'editors', using: reverse('editor', 'article_id') },
    { name: 'entries', using: reverse('Log Book', 'for') },
    {
      name: 'siblings',
      using: {
        manual_configuration: {
          remote_table: 'article',
          column_mapping: { author_id: 'author_id', published: 'published' },
        },
      },
    },
  ],
  select_permissions: [
    {
      role: 'person',
      permission: { columns: articleColumns, filter: ownOrShared, allow_aggregations: true },
    },
    {
      role: 'reader',
      permission: {
        columns: ['id', 'title', 'created', 'price'],
        filter: { published: { _eq: true } },
        limit: 5,
        allow_aggregations: true,
      },
    },
    {
      role: 'first',
      permission: {
        columns: ['id', 'title', 'body', 'author_id'],
        filter: { score: { _lt: 6 } },
        allow_aggregations: true,
      },
    },
    {
      role: 'second',
      permission: {
        columns: ['id', 'title', 'score', 'details'],
        filter: { author: { active: true } },
      },
    },
  ],
  insert_permissions: [
    {
      role: 'person',
      permission: {
        columns: ['id', 'author_id', 'title', 'body', 'published', 'score', 'details'],
        check: own,
        set: { price: '9.50' },
      },
    },
  ],
  update_permissions: [
    {
      role: 'person',
      permission: {
        columns: ['author_id', 'title', 'body', 'published', 'score', 'details'],
        filter: own,
        check: own,
      },
    },
  ],
  delete_permissions: [
    { role: 'person', permission: { filter: { _and: [own, { published: { _eq: false } }] } } },
  ],
}

const editor = {
  table: 'editor',
  object_relationships: [{ name: 'article', using: foreignKey('article_id') }],
  select_permissions: [
    {
      role: 'person',
      permission: { columns: '*', filter: { article: ownOrShared }, allow_aggregations: true },
    },
    {
      role: 'first',
      permission: {
        columns: '*',
        filter: { person: { _in: ['ann', 'eve'] } },
        allow_aggregations: true,
      },
    },
  ],
  insert_permissions: [{ role: 'person', permission: { columns: '*', check: { article: own } } }],
  delete_permissions: [
    {
      role: 'person',
      permission: { filter: { _or: [{ person: 'X-Hasura-User' }, { article: own }] } },
    },
  ],
}

const logbook = {
  table: 'Log Book',
  configuration: {
    custom_name: 'logbook',
    custom_column_names: { 'Entry No': 'entry', 'Free Text': 'words', 'for': 'article_id' },
    column_config: {
      'Entry No': { custom_name: 'entry' },
      'Free Text': { custom_name: 'words' },
      'for': { custom_name: 'article_id' },
    },
    custom_root_fields: {
      select: 'logbooks',
      select_by_pk: 'one_logbook',
      insert_one: 'write_log',
    },
  },
  object_relationships: [{ name: 'article', using: foreignKey('for') }],
  select_permissions: [
    {
      role: 'person',
      permission: {
        columns: '*',
        filter: { _not: { kind: { _eq: 'draft' } } },
        allow_aggregations: true,
      },
    },
    {
      role: 'reader',
      permission: {
        columns: ['Entry No', 'Free Text'],
        filter: {
          _exists: {
            _table: { schema: 'public', name: 'editor' },
            _where: { person: 'X-Hasura-User' },
          },
        },
      },
    },
  ],
  insert_permissions: [
    { role: 'person', permission: { columns: '*', check: { kind: { _neq: 'gone' } } } },
  ],
  update_permissions: [
    {
      role: 'person',
      permission: {
        columns: ['Free Text', 'kind'],
        filter: { kind: { _eq: 'ready' } },
        check: { kind: { _neq: 'gone' } },
      },
    },
  ],
}

const shownArticle = {
  table: 'shown_article',
  object_relationships: [
    {
      name: 'writer',
      using: {
        manual_configuration: { remote_table: 'author', column_mapping: { author_id: 'id' } },
      },
    },
  ],
  select_permissions: ['person', 'reader'].map(role => ({
    role,
    permission: {
      columns: '*',
      filter: { score: { _is_null: false } },
      allow_aggregations: role === 'person',
    },
  })),
}

/** The tables. */
export const tables = [
  author,
  article,
  editor,
  logbook,
  shownArticle,
  { table: 'status', is_enum: true },
]

/** The whole metadata of the source. */
export const metadata = {
  tables,
  functions: [
    { function: 'search' },
    { function: 'mine', configuration: { session_argument: 'session' } },
    { function: 'last_article' },
    { function: 'add_log', permissions: [{ role: 'person' }] },
  ],
  inherited_roles: [{ role_name: 'both', role_set: ['first', 'second'] }],
}
