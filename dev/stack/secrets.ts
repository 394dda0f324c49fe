import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Secrets, generated once per checkout, which never leave it. */
export interface LocalSecrets {
  sessionSecret: string
  adminSecret: string
  clientSecret: string
  /** Passwords of the two database logins. */
  serverPassword: string
  hasuraPassword: string
}

/** Reads the secrets of a state folder, made on first use; only their owner may read the file. */
export function localSecrets(stateDirectory: string): LocalSecrets {
  const file = path.join(stateDirectory, 'secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets
  const secret = () => randomBytes(32).toString('base64url')
  const secrets: LocalSecrets = {
    sessionSecret: secret(),
    adminSecret: secret(),
    clientSecret: secret(),
    serverPassword: secret(),
    hasuraPassword: secret(),
  }
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}
