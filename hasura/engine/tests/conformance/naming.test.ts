// `graphql-default` with a source's prefix and suffix: a name is put together first and made camel
// case as a whole.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

const affix = { prefix: 'app', suffix: 'view' }

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    sql: `
      create table line_item (id int primary key, unit_price int not null);
      create function item_total(item line_item, how_many int) returns int language sql stable as 'select item.unit_price * how_many';
      create function cheap_items(up_to int) returns setof line_item language sql stable as 'select * from line_item where unit_price <= up_to';
      insert into line_item values (1, 5);
    `,
    metadata: {
      customization: {
        naming_convention: 'graphql-default',
        root_fields: affix,
        type_names: affix,
      },
      tables: [
        {
          table: 'line_item',
          computed_fields: [{ name: 'item_total', definition: { function: 'item_total' } }],
        },
      ],
      functions: [{ function: 'cheap_items' }],
    },
    options: { experimentalFeatures: ['naming_convention'] },
  })
})
afterAll(() => world.stop())

test.each([
  [
    '{ appLineItemView(orderBy: {unitPrice: ASC}, limit: 1) { __typename id } }',
    { appLineItemView: [{ __typename: 'AppLineItemView', id: 1 }] },
  ],
  ['{ appLineItemByPkView(id: 1) { unitPrice } }', { appLineItemByPkView: { unitPrice: 5 } }],
  [
    '{ appLineItemAggregateView { aggregate { count } } }',
    { appLineItemAggregateView: { aggregate: { count: 1 } } },
  ],
  ['{ appCheapItemsView(args: {upTo: 9}) { id } }', { appCheapItemsView: [{ id: 1 }] }],
  [
    'query ($args: AppItemTotalLineItemArgsView!) { appLineItemView { item_total(args: $args) } }',
    { appLineItemView: [{ item_total: 15 }] },
  ],
  [
    'mutation ($where: AppLineItemBoolExpView!) { appUpdateLineItemView(where: $where, _inc: {unitPrice: 0}) { affectedRows } }',
    { appUpdateLineItemView: { affectedRows: 1 } },
  ],
  [
    'mutation { appUpdateLineItemManyView(updates: []) { affectedRows } }',
    { appUpdateLineItemManyView: [] },
  ],
  [
    'mutation { appInsertLineItemOneView(object: {id: 2, unitPrice: 1}) { id } }',
    { appInsertLineItemOneView: { id: 2 } },
  ],
  [
    'mutation { appDeleteLineItemByPkView(id: 2) { id } }',
    { appDeleteLineItemByPkView: { id: 2 } },
  ],
])('%s', async (query, data) => {
  const variables = query.includes('$args')
    ? { args: { howMany: 3 } }
    : query.includes('$where')
      ? { where: {} }
      : {}
  expect(await world.ask('admin', query, { variables })).toEqual({ data })
})

test('leaves shared types and the fields below as they are', async () => {
  const { data } = await world.ask('admin', '{ __schema { types { name } } }')
  const names = (data as { __schema: { types: { name: string }[] } }).__schema.types.map(
    ({ name }) => name,
  )
  expect(names).toEqual(
    expect.arrayContaining([
      'OrderBy',
      'IntComparisonExp',
      'AppLineItemInsertInputView',
      'AppLineItemSelectColumnView',
    ]),
  )
  expect(names.filter(name => /^app|view$/.test(name))).toEqual([])
})
