import type { DatabaseSync } from 'node:sqlite'
import type { Adapter, AdapterPayload } from 'oidc-provider'

const now = () => Math.floor(Date.now() / 1000)

/**
 * Keeps the records of oidc-provider (sessions, grants, refresh tokens, …) in SQLite, so that they
 * survive a restart.
 *
 * @see the `Adapter` interface of oidc-provider
 */
export function recordAdapter(database: DatabaseSync): (model: string) => Adapter {
  database.prepare('DELETE FROM records WHERE expires_at <= ?').run(now())
  const statements = {
    upsert: database.prepare(
      'INSERT OR REPLACE INTO records (model, id, payload, uid, grant_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    find: database.prepare(
      'SELECT payload FROM records WHERE model = ? AND id = ? AND (expires_at IS NULL OR expires_at > ?)',
    ),
    findByUid: database.prepare(
      'SELECT payload FROM records WHERE model = ? AND uid = ? AND (expires_at IS NULL OR expires_at > ?)',
    ),
    consume: database.prepare(
      'UPDATE records SET payload = json_set(payload, \'$.consumed\', ?) WHERE model = ? AND id = ?',
    ),
    destroy: database.prepare('DELETE FROM records WHERE model = ? AND id = ?'),
    revokeByGrantId: database.prepare(
      'DELETE FROM records WHERE grant_id = ? AND model <> \'Grant\'',
    ),
  }
  const payloadOf = (row: Record<string, unknown> | undefined) =>
    row && (JSON.parse(String(row.payload)) as AdapterPayload)

  return model => ({
    async upsert(id, payload, expiresIn) {
      statements.upsert.run(
        model,
        id,
        JSON.stringify(payload),
        payload.uid ?? null,
        payload.grantId ?? null,
        expiresIn ? now() + expiresIn : null,
      )
    },
    async find(id) {
      return payloadOf(statements.find.get(model, id, now()))
    },
    async findByUid(uid) {
      return payloadOf(statements.findByUid.get(model, uid, now()))
    },
    async findByUserCode() {
      return undefined
    },
    async consume(id) {
      statements.consume.run(now(), model, id)
    },
    async destroy(id) {
      statements.destroy.run(model, id)
    },
    async revokeByGrantId(grantId) {
      statements.revokeByGrantId.run(grantId)
    },
  })
}
