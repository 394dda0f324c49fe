import { beforeEach, expect, test } from 'vitest'
import { createDraftStorage, type TextStorage } from '../../../../app/utils/draft-storage.ts'
import { draftLimits, type Draft } from '../../../../app/utils/drafts.ts'

let texts: Map<string, string>
let room: number

/** `localStorage` with room for so many characters. */
const storage: TextStorage = {
  get length() {
    return texts.size
  },
  key: index => [...texts.keys()][index] ?? null,
  getItem: key => texts.get(key) ?? null,
  removeItem: key => void texts.delete(key),
  setItem: (key, value) => {
    const others = [...texts].filter(([name]) => name !== key)
    const used = others.reduce((sum, [name, text]) => sum + name.length + text.length, 0)
    if (used + key.length + value.length > room)
      throw new DOMException('full', 'QuotaExceededError')
    texts.set(key, value)
  },
}
const draft = (text: string, savedAt = 1): Draft => ({
  typed: { text },
  base: { text: '' },
  savedAt,
})
const open = (person: string, tab: string, now = 1) =>
  createDraftStorage(storage, person, tab, () => now)

beforeEach(() => {
  texts = new Map()
  room = 10_000
})

test('a tab finds its own drafts again, and no other person does', () => {
  open('alice', 'one').save('form', draft('typed'))
  expect(open('alice', 'one').load()).toEqual({ form: draft('typed') })
  expect(open('bob', 'one').load()).toEqual({})
  expect(open('bob', 'two').ofOtherTabs(() => true)).toEqual([])
})

test('two tabs keep what each of them typed into the same form', () => {
  const [one, two] = [open('alice', 'one'), open('alice', 'two')]
  one.save('form', draft('of one', 1))
  two.save('form', draft('of two', 2))
  one.save('form', draft('of one, more', 3))
  expect(open('alice', 'one').load().form?.typed.text).toBe('of one, more')
  expect(open('alice', 'two').load().form?.typed.text).toBe('of two')
  two.remove('form')
  expect(open('alice', 'one').load().form?.typed.text).toBe('of one, more')
})

test('what other tabs typed is found newest first, for the wanted forms only', () => {
  open('alice', 'one').save('form', draft('older', 1))
  open('alice', 'two').save('form', draft('newer', 2))
  open('alice', 'two').save('other', draft('unwanted', 3))
  const found = open('alice', 'three').ofOtherTabs(form => form === 'form')
  expect(found.map(item => item.draft.typed.text)).toEqual(['newer', 'older'])
})

test('a full storage gives up the oldest drafts of the same person, and none when even that is not enough', () => {
  room = 350
  const alice = open('alice', 'one')
  open('bob', 'one').save('form', draft('of bob'))
  expect(alice.save('old', draft('x'.repeat(50), 1))).toBe(true)
  expect(alice.save('new', draft('y'.repeat(100), 2))).toBe(true)
  expect(Object.keys(alice.load())).toEqual(['new'])
  expect(alice.save('huge', draft('z'.repeat(1000), 3))).toBe(false)
  expect(Object.keys(alice.load())).toEqual(['new'])
  expect(open('bob', 'one').load().form?.typed.text).toBe('of bob')
})

test('expired drafts of every person go when somebody opens the storage; what is no draft stays', () => {
  open('alice', 'one').save('form', draft('old'))
  texts.set('goals.playground', 'kept')
  texts.set('goals.draft.alice.one.broken', '{')
  open('bob', 'two', draftLimits.maxAge + 2)
  expect([...texts.keys()]).toEqual(['goals.playground', 'goals.draft.alice.one.broken'])
})

test('drafts of an earlier release are taken over once, and only by their person', () => {
  const former = {
    'goal:1:description': { value: { text: 'Half a text' }, savedAt: 1 },
    'task:1': { value: { title: 'A task', notes: '', due_date: '' }, savedAt: 1 },
    'new-goal:': { value: { title: 'A goal' }, savedAt: 1 },
    'quick-goal:weekly': { value: { title: '' }, savedAt: 1 },
    'broken': 'text',
  }
  texts.set('goals.drafts.alice', JSON.stringify(former))
  expect(open('bob', 'one').load()).toEqual({})
  const taken = {
    'goal:1:description': draft('Half a text'),
    'task:1': { typed: { title: 'A task' }, base: { title: '' }, savedAt: 1 },
    'new-goal:weekly:': { typed: { title: 'A goal' }, base: { title: '' }, savedAt: 1 },
  }
  expect(open('alice', 'one').load()).toEqual(taken)
  expect(texts.has('goals.drafts.alice')).toBe(false)
  expect(open('alice', 'two').load()).toEqual({})
})

test('a broken entry of an earlier release is removed', () => {
  texts.set('goals.drafts.alice', '{')
  expect(open('alice', 'one').load()).toEqual({})
  expect([...texts.keys()]).toEqual([])
})
