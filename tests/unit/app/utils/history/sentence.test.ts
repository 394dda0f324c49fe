import { expect, test } from 'vitest'
import type { Change } from '../../../../../app/utils/history/change.ts'
import { differenceOf } from '../../../../../app/utils/history/change.ts'
import { actorOf, deedOf } from '../../../../../app/utils/history/sentence.ts'

const change = (values: Partial<Change>): Change => ({
  id: '1',
  action: 'update',
  entity: 'goals',
  entityId: 'task',
  before: undefined,
  after: undefined,
  isErased: false,
  at: '2026-01-01T00:00:00Z',
  actorId: 'ada',
  actorName: 'Ada',
  door: null,
  ...values,
})

const titleOf = (id: string) => (id === 'task' ? 'Buy shoes' : undefined)

test.each<[string, Partial<Change>]>([
  ['created this goal', { action: 'insert', after: { title: 'Run' } }],
  ['renamed this goal from “Run” to “Walk”', { before: { title: 'Run' }, after: { title: 'Walk' } }],
  ['completed this goal', { before: { status: 'active' }, after: { status: 'completed' } }],
  [
    'changed the target date from 1 Feb to nothing and the weight from 1 to 2 of this goal',
    { before: { target_date: '2026-02-01', weight: 1 }, after: { target_date: null, weight: 2 } },
  ],
  ['changed the description of this goal', { before: { description: 'a' }, after: { description: 'b' } }],
  [
    'changed the estimated hours from nothing to 2 and the tags of the task “Buy shoes”',
    { entity: 'tasks', before: { estimated_hours: null, tags: [] }, after: { estimated_hours: 2, tags: ['shop'] } },
  ],
  ['moved this goal to the trash', { before: { deleted_at: null }, after: { deleted_at: 'x' } }],
  ['restored this goal', { before: { deleted_at: 'x' }, after: { deleted_at: null } }],
  ['archived this goal', { before: { archived_at: null }, after: { archived_at: 'x' } }],
  ['moved this goal to another place', { before: { parent_id: null }, after: { parent_id: 'x' } }],
  ['changed this goal', { isErased: true }],
  ['added the task “Run 5 km”', { action: 'insert', entity: 'tasks', after: { title: 'Run 5 km' } }],
  ['completed the task “Buy shoes”', { entity: 'tasks', before: { status: 'pending' }, after: { status: 'completed' } }],
  ['completed a task', { entity: 'tasks', entityId: 'x', before: { status: 'pending' }, after: { status: 'completed' } }],
  ['moved the task “Buy shoes” among its neighbours', { entity: 'tasks', before: { position: 1 }, after: { position: 2 } }],
  ['moved the task “Buy shoes” to another goal', { action: 'leave', entity: 'tasks' }],
  ['moved the task “Sew” here from another goal', { action: 'arrive', entity: 'tasks', after: { title: 'Sew' } }],
  ['deleted the key result “10 km” for good', { action: 'delete', entity: 'key_results', before: { title: '10 km' } }],
  ['wrote a check-in', { action: 'insert', entity: 'check_ins', after: { note: 'Well' } }],
  ['removed a task that has to wait for another', { action: 'delete', entity: 'task_dependencies', before: {} }],
  ['shared this goal with somebody as viewer', { action: 'insert', entity: 'goal_grants', after: { role: 'viewer' } }],
  [
    'changed a member from viewer to editor',
    { entity: 'goal_grants', before: { role: 'viewer' }, after: { role: 'editor' } },
  ],
  ['removed a member, who was editor', { action: 'delete', entity: 'goal_grants', before: { role: 'editor' } }],
  ['left this goal', { action: 'delete', entity: 'goal_grants', entityId: 'ada', before: { role: 'editor' } }],
])('says: %s', (sentence, values) => {
  expect(deedOf(change(values), { titleOf, today: '2026-01-02' })).toBe(sentence)
})

test('names who did it', () => {
  expect(actorOf(change({}), 'ada')).toBe('You')
  expect(actorOf(change({}), 'bob')).toBe('Ada')
  expect(actorOf(change({ actorName: undefined }), 'bob')).toBe('A former member')
  expect(actorOf(change({ actorId: null }), 'bob')).toBe('The server')
})

test('tells what is erased from what is empty', () => {
  expect(differenceOf(null)).toEqual({ isErased: true })
  expect(differenceOf({})).toEqual({ isErased: false })
  expect(differenceOf({ old: { title: 'a' }, new: { title: 'b' } })).toEqual({
    before: { title: 'a' },
    after: { title: 'b' },
    isErased: false,
  })
})
