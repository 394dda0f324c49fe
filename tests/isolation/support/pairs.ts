// The row that is somebody else's and the row that does not exist: no answer may tell which of the
// two was meant.
import { expect } from 'vitest'
import { ids, people, type Person } from './people.ts'
import type { Place, Stack } from './stack.ts'
import type { Transport } from './target.ts'
import { exchange } from './wire.ts'

/** Ids of Alice's rows that Bob, a stranger, must not be able to tell from nothing. */
export const hidden = {
  user: ids.alice,
  goal: 'a0000000-0000-4000-8000-000000000001',
  task: 'a0000000-0000-4000-8000-0000000000f1',
  category: 'a0000000-0000-4000-8000-0000000000c1',
} as const

/** Bob's own. */
export const own = {
  goal: 'b0000000-0000-4000-8000-000000000001',
  task: 'b0000000-0000-4000-8000-0000000000f1',
} as const

/** An id of no row; as long as any other. */
export const absent = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

/** The person of the proof with this name. */
export function person(name: string): Person {
  const found = people.find(one => one.name === name)
  if (!found) throw new Error(`There is nobody named ${name}.`)
  return found
}

/** A way to ask about a row by its id. */
export type Question = (id: string) => string

/**
 * Asks about a hidden row and about an absent one and expects the same bytes but for the id.
 *
 * @returns what came back both times, with `<id>` in the place of the id
 */
export async function expectSame(
  stack: Stack,
  [place, transport]: readonly [Place, Transport],
  question: Question,
  id: string,
): Promise<string> {
  const ask = async (one: string) =>
    (
      await exchange(
        { target: stack[place], transport, person: person('bob') },
        { query: question(one) },
      )
    ).replaceAll(one, '<id>')
  const [ofHidden, ofAbsent] = [await ask(id), await ask(absent)]
  expect(ofHidden).toBe(ofAbsent)
  return ofHidden
}
