import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync('app/assets/css/theme.css', 'utf8')
const palette = properties(css)

/** Hues that are closer than this are taken for one colour. */
const minDistance = 35

test.each([':root', '.dark'])('in %s, no horizon has the colour of a warning', (theme) => {
  const own = properties(
    new RegExp(`\\n *${theme.replace('.', '\\.')} \\{([^}]+)\\}`).exec(css)?.[1] ?? '',
  )
  const hue = (name: string) => hueOf(own.get(name) ?? '')
  for (const horizon of ['weekly', 'monthly', 'quarterly', 'yearly']) {
    for (const warning of ['--ui-error', '--ui-warning']) {
      expect(
        distance(hue(`--horizon-${horizon}`), hue(warning)),
        `${horizon} and ${warning}`,
      ).toBeGreaterThan(minDistance)
    }
  }
})

function properties(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  )
}

function hueOf(value: string): number {
  const reference = /^var\((--[\w-]+)\)$/.exec(value)?.[1]
  return reference
    ? hueOf(palette.get(reference) ?? '')
    : Number(/^oklch\(\S+ \S+ (\S+)\)$/.exec(value)?.[1])
}

function distance(one: number, other: number): number {
  const apart = Math.abs(one - other) % 360
  return Math.min(apart, 360 - apart)
}
