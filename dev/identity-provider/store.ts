import { randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { personNamed, samplePeople, userIdFor, type Person } from './people.ts'
import type { Group } from '#shared/roles.ts'

/**
 * The state that the provider keeps between two starts: its people, its keys, and (through the database) its
 * sessions and tokens.
 */
export interface Store {
  database: DatabaseSync
  /** Everybody who can be picked, the sample people first. */
  people: () => Person[]
  /** The person behind a token's `sub`. */
  personWithId: (id: string) => Person | undefined
  /** The person whom this text means, made if new. Undefined when it cannot be a name. */
  findOrCreate: (text: string) => Person | undefined
  setGroup: (username: string, group: Group) => void
  setActive: (username: string, isActive: boolean) => void
  /** The keys that sign tokens and cookies, made on first use. */
  keys: () => Promise<ProviderKeys>
  close: () => void
}

/** The provider's private keys. */
export interface ProviderKeys {
  jwks: { keys: JWK[] }
  cookies: string[]
}

/**
 * Opens, and if new makes, the provider's database: a SQLite file that only its owner may read, or
 * `:memory:`.
 */
export function openStore(file: string): Store {
  const database = new DatabaseSync(file)
  if (file !== ':memory:') chmodSync(file, 0o600)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS people (position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, username TEXT UNIQUE NOT NULL, name TEXT NOT NULL, "group" TEXT, is_active INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS records (model TEXT, id TEXT, payload TEXT NOT NULL, uid TEXT, grant_id TEXT, expires_at INTEGER, PRIMARY KEY (model, id));
    CREATE INDEX IF NOT EXISTS records_uid ON records (uid);
    CREATE INDEX IF NOT EXISTS records_grant_id ON records (grant_id);
  `)
  const store = {
    database,
    ...peopleOf(database),
    keys: () => keysOf(database),
    close: () => database.close(),
  }
  for (const person of samplePeople) store.add(person)
  return store
}

function peopleOf(database: DatabaseSync) {
  const columns = 'username, name, "group", is_active AS isActive'
  const add = (person: Person) =>
    void database
      .prepare(
        'INSERT INTO people (id, username, name, "group", is_active) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(
        userIdFor(person.username),
        person.username,
        person.name,
        person.group ?? null,
        Number(person.isActive),
      )
  const find = (column: 'id' | 'username', value: string) =>
    toPerson(database.prepare(`SELECT ${columns} FROM people WHERE ${column} = ?`).get(value))
  return {
    add,
    people: () =>
      database
        .prepare(`SELECT ${columns} FROM people ORDER BY position`)
        .all()
        .flatMap(row => toPerson(row) ?? []),
    personWithId: (id: string) => find('id', id),
    findOrCreate(text: string) {
      const person = personNamed(text)
      if (!person) return undefined
      add(person)
      return find('username', person.username)
    },
    setGroup: (username: string, group: Group) =>
      void database
        .prepare('UPDATE people SET "group" = ? WHERE username = ?')
        .run(group, username),
    setActive: (username: string, isActive: boolean) =>
      void database
        .prepare('UPDATE people SET is_active = ? WHERE username = ?')
        .run(Number(isActive), username),
  }
}

function toPerson(row: Record<string, unknown> | undefined): Person | undefined {
  if (!row) return undefined
  return {
    username: String(row.username),
    name: String(row.name),
    group: (row.group ?? undefined) as Group | undefined,
    isActive: row.isActive === 1,
  }
}

async function keysOf(database: DatabaseSync): Promise<ProviderKeys> {
  const kept = database.prepare('SELECT value FROM keys WHERE name = \'provider\'').get()
  if (kept) return JSON.parse(String(kept.value)) as ProviderKeys
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = {
    ...(await exportJWK(privateKey)),
    alg: 'RS256',
    use: 'sig',
    kid: randomBytes(16).toString('hex'),
  }
  const keys: ProviderKeys = {
    jwks: { keys: [key] },
    cookies: [randomBytes(32).toString('base64url')],
  }
  database
    .prepare('INSERT INTO keys (name, value) VALUES (\'provider\', ?)')
    .run(JSON.stringify(keys))
  return keys
}
