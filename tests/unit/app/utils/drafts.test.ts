import { describe, expect, test } from 'vitest'
import {
  afterSaving,
  conflictsOf,
  draftKey,
  draftLimits,
  parseDraft,
  parseDraftKey,
  savedElsewhere,
  surplusDrafts,
  withoutFields,
  withTyped,
  type StoredDraft,
} from '../../../../app/utils/drafts.ts'

const alice = '7e0d0000-0000-4000-8000-00000000000a'
const stored = (form: string, savedAt: number, length = 10): StoredDraft => ({
  userId: alice,
  tabId: 'tab',
  form,
  key: form,
  length,
  draft: { typed: { text: form }, base: { text: '' }, savedAt },
})

describe('a storage key', () => {
  test('carries person, tab and form, and is read back, dots in the form included', () => {
    const address = { userId: alice, tabId: 'tab', form: 'goal:1:title.of.it' }
    expect(draftKey(address)).toBe(`goals.draft.${alice}.tab.goal:1:title.of.it`)
    expect(parseDraftKey(draftKey(address))).toEqual(address)
  })

  test.each(['goals.drafts.x', 'goals.draft.', 'goals.draft.a.b', 'other', ''])(
    '%j is not one',
    (key) => {
      expect(parseDraftKey(key)).toBeUndefined()
    },
  )
})

test.each([
  null,
  '',
  '{',
  'null',
  '[]',
  '{"typed":{"a":1},"base":{},"savedAt":1}',
  '{"typed":{},"base":{}}',
])('%j is no draft', (text) => {
  expect(parseDraft(text)).toBeUndefined()
})

describe('typing', () => {
  test('remembers what the first keystroke began from, whatever is saved later', () => {
    const first = withTyped(undefined, 'title', 'A', 'old')
    const second = withTyped(first, 'title', 'AB', 'newer')
    expect(second).toEqual({ typed: { title: 'AB' }, base: { title: 'old' } })
  })

  test('keeps the key of a row that is being made', () => {
    expect(withTyped({ typed: {}, base: {}, clientKey: 'key' }, 'title', 'A', '').clientKey).toBe(
      'key',
    )
  })
})

describe('a confirmed save', () => {
  const draft = { typed: { title: 'AB', notes: 'n' }, base: { title: '', notes: '' } }

  test('ends what was sent as it is typed', () => {
    expect(afterSaving(draft, { title: 'AB', notes: 'n' })).toEqual({ typed: {}, base: {} })
  })

  test('leaves what was typed meanwhile, which now begins from what was saved', () => {
    expect(afterSaving(draft, { title: 'A' })).toEqual({
      typed: draft.typed,
      base: { title: 'A', notes: '' },
    })
  })
})

describe('a row that has changed since', () => {
  const draft = { typed: { title: 'mine' }, base: { title: 'began' } }

  test.each([
    ['began', [], []],
    ['theirs', [{ field: 'title', theirs: 'theirs' }], []],
    ['mine', [], ['title']],
    [' mine ', [], ['title']],
  ])('to %j', (title, conflicts, done) => {
    expect(conflictsOf(draft, { title, notes: 'changed too' })).toEqual(conflicts)
    expect(savedElsewhere(draft, { title })).toEqual(done)
  })

  test('is no conflict in a field that is not typed', () => {
    expect(conflictsOf(withoutFields(draft, ['title']), { title: 'theirs' })).toEqual([])
  })
})

describe('what is beyond the limits', () => {
  const forms = (drafts: StoredDraft[]) => drafts.map(({ form }) => form)

  test('by age', () => {
    const now = draftLimits.maxAge + 1000
    expect(forms(surplusDrafts([stored('fresh', 1000), stored('expired', 999)], now))).toEqual([
      'expired',
    ])
  })

  test('by count: the oldest', () => {
    const many = Array.from({ length: draftLimits.maxCount + 2 }, (_, index) =>
      stored(`form ${index}`, index),
    )
    expect(forms(surplusDrafts(many, 0)).sort()).toEqual(['form 0', 'form 1'])
  })

  test('by length: the oldest', () => {
    const half = draftLimits.maxLength / 2
    expect(
      forms(surplusDrafts([stored('a', 1, half), stored('b', 2, half), stored('c', 3, half)], 3)),
    ).toEqual(['a'])
  })
})
