import fc, { type GeneratorValue } from 'fast-check'

/** Decisions drawn from fast-check, which therefore can reproduce and shrink them. */
export interface Random {
  /** A whole number from 0 up to, but not including, `below`; 0 where there is no choice. */
  readonly int: (below: number) => number
  /** True with the given probability, 0 to 1, in steps of 0.0001. */
  readonly chance: (probability: number) => boolean
  /** One of the items. @throws RangeError when there is none */
  readonly pick: <Item>(items: readonly Item[]) => Item
  /** Up to `max` distinct items, in any order. */
  readonly some: <Item>(items: readonly Item[], max: number) => Item[]
}

/**
 * fast-check prefers edge cases by default; the probabilities of a document need an even
 * distribution.
 */
const evenNumber = (max: number) => fc.noBias(fc.nat({ max }))
const steps = 10_000

/**
 * Draws from a run's generator. Every decision shrinks towards the smaller document: 0, false, the
 * first item, none.
 */
export function drawFrom(generate: GeneratorValue): Random {
  const int = (below: number) => (below > 1 ? generate(evenNumber, below - 1) : 0)
  return {
    int,
    chance: probability => int(steps) >= steps * (1 - probability),
    pick: (items) => {
      const item = items.length > 0 ? items[int(items.length)] : undefined
      if (item === undefined) throw new RangeError('there is nothing to pick from')
      return item
    },
    some: (items, max) => {
      const left = [...items]
      const count = Math.min(int(max + 1), items.length)
      return Array.from({ length: count }, () => left.splice(int(left.length), 1)).flat()
    },
  }
}
