import { expect, test } from 'vitest'
import { personNamed, userIdFor } from '../../../../dev/identity-provider/people.ts'

test('a person\'s id is a version 5 UUID that depends on the user name alone', () => {
  expect(userIdFor('alice')).toBe('f5d028c3-2312-5ccc-a462-eb66e16433bd')
  expect(userIdFor('Alice')).toBe(userIdFor('alice'))
  expect(userIdFor('bob')).not.toBe(userIdFor('alice'))
  expect(userIdFor('bob')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
})

test.each([
  ['carol', 'carol', 'Carol'],
  ['  Zoë   Ray ', 'zoë.ray', 'Zoë Ray'],
  ['<b>x</b>', 'bxb', '<b>x</b>'],
  ['o.o@example.org', 'o.o@example.org', 'O.o@example.org'],
])('%j is the user %s', (typed, username, name) => {
  expect(personNamed(typed)).toMatchObject({ username, name, group: undefined, isActive: true })
})

test.each(['', '   ', '!!', '.hidden', 'x'.repeat(65)])('%j cannot be a name', (typed) => {
  expect(personNamed(typed)).toBeUndefined()
})
