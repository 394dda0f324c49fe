import { createRequest, makeOperation, type Operation, type TypedDocumentNode } from '@urql/core'
import { parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { deletedGoalsQuery } from '../../../../../app/graphql/member/goals.ts'
import { deletedTasksQuery } from '../../../../../app/graphql/member/tasks.ts'
import { readSchema } from '../../../../../app/graphql/tools/write-types.ts'
import {
  dashboardQuery,
  goalOutlineQuery,
  goalQuery,
  inboxQuery,
} from '../../../../../app/graphql/viewer/goals.ts'
import { subscriptionsOf } from '../../../../../app/plugins/live/subscriptions.ts'

const me = 'a1ce0000-0000-4000-8000-000000000000'

/** A query as the client sends it. */
function query<V extends object>(document: TypedDocumentNode<unknown, V>, variables: V): Operation {
  return makeOperation('query', createRequest(document, variables), {
    url: 'http://localhost/v1/graphql',
    requestPolicy: 'cache-first',
  })
}

describe('subscriptions of the pages’ queries', () => {
  test.each([
    { name: 'dashboard', operation: query(dashboardQuery, { soon: '2027-01-07' }), fields: 15 },
    { name: 'outline', operation: query(goalOutlineQuery, { me, limit: 50, offset: 0 }), fields: 1 },
    { name: 'goal', operation: query(goalQuery, { id: me, me }), fields: 2 },
    { name: 'inbox', operation: query(inboxQuery, { me }), fields: 2 },
    { name: 'deleted goals', operation: query(deletedGoalsQuery, { limit: 10, offset: 0 }), fields: 1 },
    { name: 'deleted tasks', operation: query(deletedTasksQuery, { limit: 10, offset: 0 }), fields: 1 },
  ])('$name: $fields, each valid by the schema', ({ operation, fields }) => {
    const subscriptions = subscriptionsOf(operation)
    expect(subscriptions).toHaveLength(fields)
    expect(subscriptions.map(({ query }) => query)).toEqual(
      subscriptions.map(() => expect.stringMatching(/^subscription /)),
    )
    for (const subscription of subscriptions)
      expect(validate(readSchema('member'), parse(subscription.query))).toEqual([])
  })

  test('each takes the variables of its own field and no others', () => {
    const variables = subscriptionsOf(query(dashboardQuery, { soon: '2027-01-07' }))
      .filter(({ variables }) => Object.keys(variables).length > 0)
      .map(({ field, variables }) => ({ field, variables }))
    expect(variables).toEqual([
      { field: 'due_goals', variables: { soon: '2027-01-07' } },
      { field: 'due_tasks', variables: { soon: '2027-01-07' } },
    ])
  })

  test('each asks for the names of types, which the cache tells rows apart by', () => {
    const [goal] = subscriptionsOf(query(goalQuery, { id: me, me }))
    expect(goal?.query.match(/__typename/g)?.length).toBeGreaterThan(4)
  })
})
