import { expect, test } from 'vitest'
import { readIdentity } from '../../../../../server/utils/provider/read-identity.ts'

const id = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'
const read = (claims: object) =>
  readIdentity({
    'sub': id,
    'https://hasura.io/jwt/claims': {
      'x-hasura-user-id': id,
      'x-hasura-default-role': 'member',
      'x-hasura-allowed-roles': ['member'],
    },
    ...claims,
  })

test.each([
  [{ locale: 'en-GB', zoneinfo: 'America/Argentina/Buenos_Aires' }, 'en-GB', 'America/Argentina/Buenos_Aires'],
  [{ locale: 'pt_BR', zoneinfo: 'Etc/GMT+3' }, 'pt-BR', 'Etc/GMT+3'],
  [{ locale: 'my own language', zoneinfo: 3 }, null, null],
  [{}, null, null],
])('of %j the language is %s and the time zone %s', (claims, locale, timeZone) => {
  expect(read(claims)).toMatchObject({ locale, timeZone })
})

test.each([
  [{ email: 'bob@example.test', email_verified: true }, true],
  [{ email: 'bob@example.test', email_verified: 'true' }, false],
  [{ email: 'bob@example.test' }, false],
  [{ email_verified: true }, false],
])('of %j the address counts as verified: %s', (claims, emailVerified) => {
  expect(read(claims)).toMatchObject({ emailVerified })
})
