/** Numbers that look like chance and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 up to, but not including, `below`. */
  readonly int: (below: number) => number
  /** True with the given probability, 0 to 1. */
  readonly chance: (probability: number) => boolean
  /** One of the items. @throws RangeError when there is none */
  readonly pick: <Item>(items: readonly Item[]) => Item
  /** Up to `most` of the items, in an order of chance; none twice. */
  readonly some: <Item>(items: readonly Item[], most: number) => Item[]
}

/** The generator mulberry32: 32 bits of state, enough for documents. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6D2B79F5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (below: number) => Math.floor(next() * below)
  return {
    int,
    chance: probability => next() < probability,
    pick: (items) => {
      const item = items[int(items.length)]
      if (item === undefined) throw new RangeError('there is nothing to pick from')
      return item
    },
    some: (items, most) => {
      const left = [...items]
      return Array.from({ length: Math.min(int(most + 1), items.length) }, () => left.splice(int(left.length), 1)).flat()
    },
  }
}
