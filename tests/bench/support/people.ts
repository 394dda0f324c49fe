import { createHash, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** HASURA_GRAPHQL_JWT_SECRET for the tokens of this run. */
export const jwtSecret = JSON.stringify({
  type: 'RS256',
  key: publicKey.export({ type: 'spki', format: 'pem' }),
})

/** The id that seed.sql gives: `user 1`, `user 2`, … and `heavy`. */
export function userId(name: string): string {
  const digest = createHash('md5').update(name).digest('hex')
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** An access token as the identity provider issues it, valid for the whole run. */
function tokenFor(id: string): Promise<string> {
  const claims = {
    'x-hasura-user-id': id,
    'x-hasura-default-role': 'member',
    'x-hasura-allowed-roles': ['member', 'viewer'],
  }
  return new SignJWT({ 'https://hasura.io/jwt/claims': claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setSubject(id)
    .setExpirationTime('6h')
    .sign(privateKey)
}

/** A person of the measurements. */
export interface Caller {
  readonly id: string
  readonly token: string
}

/** So many of the people with 20 goals. */
export function lightCallers(count: number): Promise<Caller[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => caller(`user ${index + 1}`)))
}

/** The person with 20,000 goals. */
export function heavyCaller(): Promise<Caller> {
  return caller('heavy')
}

async function caller(name: string): Promise<Caller> {
  const id = userId(name)
  return { id, token: await tokenFor(id) }
}
