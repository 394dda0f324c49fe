// What an error must not tell: how the inside is built.
import type pg from 'pg'
import type { Answer } from './target.ts'

/** An error as a client reads it. */
export type PublicError = NonNullable<Answer['errors']>[number]

/** Words of the inside. */
export interface Internals {
  /**
   * Names of constraints, indexes, triggers, functions, and of what is in other schemas than
   * `public`.
   */
  readonly names: readonly string[]
  /** Addresses that only the server knows. */
  readonly hosts: readonly string[]
}

/** Reads the names from the database; `urls` are addresses of the inside. */
export async function readInternals(pool: pg.Pool, urls: readonly string[]): Promise<Internals> {
  const { rows } = await pool.query<{ name: string }>(`
    select conname as name from pg_constraint where connamespace::regnamespace::text in ('public', 'private')
    union select indexrelid::regclass::text from pg_index join pg_class on pg_class.oid = indrelid where relnamespace::regnamespace::text in ('public', 'private')
    union select tgname from pg_trigger where not tgisinternal
    union select proname from pg_proc where pronamespace::regnamespace::text in ('public', 'private')
    union select relname from pg_class where relnamespace::regnamespace::text = 'private' and relkind = 'r'`)
  const hosts = urls
    .map(url => new URL(url))
    .flatMap(({ host, pathname, protocol }) => [
      host,
      ...(protocol.startsWith('postgres') ? [pathname.slice(1)] : []),
    ])
  return { names: rows.map(row => row.name), hosts }
}

const shapes: Readonly<Record<string, RegExp>> = {
  'SQL':
    /\b(select|insert into|update|delete from)\b.*\b(from|set|values|where)\b|\$\d+::|\b(duplicate key|violates|SQLSTATE|relation ")/i,
  'a stack': /\bat .+:\d+:\d+|node_modules|\.(ts|mjs|js):\d+/,
  'an address': /ECONNREFUSED|ENOTFOUND|\b(localhost|127\.0\.0\.1|\[::1\]):\d+/,
}

/**
 * What an error tells of the inside, each as a sentence; empty when nothing.
 *
 * A constraint's name that the caller's own schema shows (as a value for `on_conflict`) is none of
 * it in an error about the request's form, and is one in every other error.
 */
export function internalsIn(
  error: PublicError,
  { names, hosts }: Internals,
  ownSchema: string,
): string[] {
  const text = JSON.stringify(error)
  const isAboutForm = error.extensions?.code === 'validation-failed'
  const isNamed = (word: string) =>
    text.includes(word)
    && new RegExp(`(?<!\\w)${word.replaceAll(/[^\w]/g, '\\$&')}(?!\\w)`).test(text)
  const isSecret = (name: string) => !isAboutForm || !ownSchema.includes(`"${name}"`)
  return [
    ...[...names.filter(isNamed).filter(isSecret), ...hosts.filter(isNamed)].map(
      word => `names ${word}: ${text}`,
    ),
    // Without the path, which is the request's own: ".where" after the name of an action is no SQL.
    ...Object.entries(shapes)
      .filter(([, shape]) => shape.test(JSON.stringify({ ...error, extensions: { ...error.extensions, path: '' } })))
      .map(([what]) => `shows ${what}: ${text}`),
    ...Object.keys(error.extensions ?? {})
      .filter(key => !['code', 'path', 'field'].includes(key))
      .map(key => `carries ${key}: ${text}`),
  ]
}
