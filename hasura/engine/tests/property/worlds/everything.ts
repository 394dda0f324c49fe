import { readFile } from 'node:fs/promises'
import { startTestEngine } from '../../support/engine.ts'
import pg from 'pg'
import { changes } from '../changes.ts'
import type { Spelling } from '../spelling.ts'
import { worldTables, type ShownTable } from '../tables.ts'
import { sessionOf, type World, type WorldSession, type WorldTable, type Writes } from '../world.ts'
import { metadata, tables as shown } from './everything-metadata.ts'
import type { Variation } from './variations.ts'

/** Starts the world of every kind of column, relationship, function and role. */
export async function startEverything({
  name,
  customization,
  options,
  spelling,
  upperCase,
}: Variation): Promise<World> {
  const engine = await startTestEngine({
    sql: await readFile(new URL('everything.sql', import.meta.url), 'utf8'),
    metadata: { ...metadata, customization },
    options: { log: () => undefined, ...options },
  })
  const client = new pg.Client({ connectionString: engine.databaseUrl })
  await client.connect()
  const tables = await worldTables(client, shown as readonly ShownTable[], {
    keys: { 'editor': ['article_id', 'person'], 'Log Book': ['Entry No'], 'status': ['value'] },
    computed: { author: { full_name: 'full_name(t)' } },
    references: { author_id: 'author', boss_id: 'author', article_id: 'article', for: 'article' },
    views: ['shown_article'],
    spelling,
    upperCase: upperCase ? ['status', 'kind'] : [],
    stringifies: options.stringifyNumericTypes ?? false,
  })
  return {
    name,
    engine: engine.engine,
    url: engine.url,
    client,
    spelling,
    tables,
    namespace: customization.root_fields?.namespace,
    sessions: sessions(client, tables, spelling),
    functions: new Set(['search', 'mine', 'last_article', 'add_log', 'scored', 'age_plus']),
    incomparable: new Set(['raw']),
    withoutMax: new Set(['uid', 'place']),
    close: async () => {
      await client.end()
      await engine.stop()
    },
  }
}

/**
 * The permissions of everything-metadata.ts in other words: conditions on a row `t` that a person
 * may see.
 */
function sessions(
  client: pg.Client,
  tables: readonly WorldTable[],
  { column }: Spelling,
): WorldSession[] {
  const own = (user: string) => `(select owner from author where id = t.author_id) = '${user}'`
  const edits = (user: string) =>
    `exists (select 1 from editor e where e.article_id = t.id and e.person = '${user}')`
  const person = (user: string): WorldSession => ({
    session: sessionOf('person', { user }),
    visible: {
      author: `t.owner = '${user}' or t.active and t.rating > 5`,
      article: `${own(user)} or ${edits(user)}`,
      editor: `t.article_id in (select t.id from article t where ${own(user)} or ${edits(user)})`,
      logbook: `t.kind <> 'draft'`,
      shown_article: 't.score is not null',
    },
    writes: personWrites(user, client, tables),
  })
  const startsWithA = `lower(full_name(t)) like 'a%'`
  const activeAuthor = '(select active from author where id = t.author_id)'
  return [
    person('ann'),
    person('bob'),
    person('nobody'),
    {
      session: sessionOf('reader', { user: 'eve' }),
      visible: {
        author: 'exists (select 1 from article where author_id = t.id and published)',
        article: 't.published',
        logbook: `'eve' in (select person from editor)`,
        shown_article: 't.score is not null',
      },
      limits: { author: 3, article: 5 },
      writes: nothing,
    },
    {
      session: sessionOf('both', { user: 'ann' }),
      visible: {
        author: `${startsWithA} or t.active`,
        article: `t.score < 6 or ${activeAuthor}`,
        editor: `t.person in ('ann', 'eve')`,
      },
      masks: {
        author: {
          ...Object.fromEntries(
            ['name', 'secret', '_1', 'full_name'].map(field => [field, startsWithA]),
          ),
          ...Object.fromEntries(
            ['age', 'rating', 'tags', 'info', 'worth'].map(field => [field, 't.active']),
          ),
        },
        article: {
          body: 't.score < 6',
          [column('author_id')]: 't.score < 6',
          score: activeAuthor,
          details: activeAuthor,
        },
      },
      limits: { author: 6 },
      writes: nothing,
    },
    {
      session: sessionOf('admin'),
      visible: Object.fromEntries(tables.map(table => [table.type, 'true'])),
      writes: () => [],
    },
  ]
}

const nothing: Writes = (before, after) =>
  changes(before, after).map(({ type, key }) => `${type} ${key} changed`)

/** What may differ after a mutation of role `person`. */
function personWrites(user: string, client: pg.Client, tables: readonly WorldTable[]): Writes {
  const conditions: Readonly<
    Record<
      string,
      {
        readonly inserted?: string
        readonly updated?: string
        readonly check?: string
        readonly deleted?: string
        readonly columns?: readonly string[]
      }
    >
  > = {
    author: {
      updated: `owner = '${user}'`,
      check: `name <> 'forbidden'`,
      columns: ['name', 'height', 'info', 'tags', 'worth', 'big', 'status'],
    },
    article: {
      inserted: `(select owner from author where id = author_id) = '${user}' and price = 9.50`,
      updated: `(select owner from author where id = author_id) = '${user}'`,
      check: `(select owner from author where id = author_id) = '${user}'`,
      deleted: `(select owner from author where id = author_id) = '${user}' and not published`,
      columns: ['author_id', 'title', 'body', 'published', 'score', 'details'],
    },
    editor: {
      inserted: `(select owner from author where id = (select author_id from article where id = article_id)) = '${user}'`,
      deleted: `person = '${user}' or (select owner from author where id = (select author_id from article where id = article_id)) = '${user}'`,
    },
    logbook: {
      inserted: `kind <> 'gone'`,
      updated: `kind = 'ready'`,
      check: `kind <> 'gone'`,
      columns: ['Free Text', 'kind'],
    },
  }
  const holds = async (
    type: string,
    condition: string | undefined,
    row: unknown,
  ): Promise<boolean> => {
    const table = tables.find(one => one.type === type)
    if (condition === undefined || !table) return false
    const { rows } = await client.query<{ holds: boolean | null }>(
      `select (${condition}) as holds from json_populate_record(null::${table.sql}, $1)`,
      [JSON.stringify(row)],
    )
    return rows[0]?.holds === true
  }
  return async (before, after) => {
    const found = changes(before, after)
    const gone = new Set(
      found.filter(({ type, now }) => type === 'article' && !now).map(({ was }) => was?.id),
    )
    const problems: string[] = []
    for (const { type, key, was, now, columns } of found) {
      const allowed = conditions[type]
      const cascades =
        (type === 'editor' && !now && gone.has(was?.article_id))
        || (type === 'logbook'
          && now?.for === null
          && gone.has(was?.for)
          && columns.join() === 'for')
      const may =
        cascades
        || (!was && (await holds(type, allowed?.inserted, now)))
        || (!now && (await holds(type, allowed?.deleted, was)))
        || (was
          && now
          && (await holds(type, allowed?.updated, was))
          && (await holds(type, allowed?.check, now))
          && columns.every(column => allowed?.columns?.includes(column)))
      if (!may)
        problems.push(`${type} ${key}: ${JSON.stringify(was)} became ${JSON.stringify(now)}`)
    }
    return problems
  }
}
