// The tokens with which the people of the proof come.
import { SignJWT } from 'jose'
import { roleFacts } from '#shared/roles.ts'
import type { Person } from './people.ts'

const foreignKey = new TextEncoder().encode('a key that no engine was ever told about, 32 bytes')

/** How an engine that trusts a shared secret (HS256) recognises tokens. */
export interface SharedSecret {
  readonly key: string
  readonly issuer?: string | undefined
  readonly audience?: string | undefined
}

/** The claims that Hasura reads, under Hasura's name for them. */
export function claimsOf(person: Person): {
  readonly 'https://hasura.io/jwt/claims': Record<string, unknown>
} {
  const top = person.relation.startsWith('administrator') ? 'org_admin' : (person.role ?? 'member')
  return {
    'https://hasura.io/jwt/claims': {
      'x-hasura-user-id': person.id,
      'x-hasura-default-role': top,
      'x-hasura-allowed-roles': roleFacts[top].allowed,
    },
  }
}

/**
 * Signs what everybody comes with: nothing for somebody anonymous, and with a key of its own for a
 * token that somebody else made.
 */
export function sharedSecretTokens({
  key,
  issuer,
  audience,
}: SharedSecret): (person: Person) => Promise<string | undefined> {
  return async (person) => {
    if (person.name === 'anonymous') return undefined
    const token = new SignJWT(claimsOf(person))
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(person.id)
      .setExpirationTime('1h')
    if (issuer) token.setIssuer(issuer)
    if (audience) token.setAudience(audience)
    return token.sign(person.role ? new TextEncoder().encode(key) : foreignKey)
  }
}
