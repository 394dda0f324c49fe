import { describe, expect, test } from 'vitest'
import { sourceNaming } from '../../../../../hasura/engine/schema/naming.ts'
import type {
  ResolvedMetadata,
  SourceCustomization,
} from '../../../../../hasura/engine/metadata/types.ts'

const plain: SourceCustomization = {
  rootFields: { namespace: undefined, prefix: '', suffix: '' },
  typeNames: { prefix: '', suffix: '' },
  namingConvention: undefined,
}
const naming = (customization: Partial<SourceCustomization>, ...experimental: string[]) =>
  sourceNaming(
    { source: { customization: { ...plain, ...customization } } } as ResolvedMetadata,
    'hasura-default',
    new Set(experimental),
  )

describe('hasura-default', () => {
  test('joins by underscores, with the source\'s prefixes and suffixes', () => {
    const names = naming({
      rootFields: { namespace: undefined, prefix: 'r_', suffix: '_s' },
      typeNames: { prefix: 't_', suffix: '' },
    })
    expect(names.rootField(undefined, 'author', 'by_pk')).toBe('r_author_by_pk_s')
    expect(names.type('author', 'bool_exp')).toBe('t_author_bool_exp')
    expect(names.sharedType('Int', 'comparison_exp')).toBe('Int_comparison_exp')
  })
})

describe('graphql-default', () => {
  test('needs the experimental feature', () => {
    expect(naming({ namingConvention: 'graphql-default' }).field('order_by')).toBe('order_by')
  })

  test('makes fields camel case, types Pascal case and keeps custom names', () => {
    const names = naming({ namingConvention: 'graphql-default' }, 'naming_convention')
    expect(names.field('order_by')).toBe('orderBy')
    expect(names.field('_is_null')).toBe('_isNull')
    expect(names.rootField(undefined, 'insert', { custom: 'authorDetails' }, 'one')).toBe(
      'insertAuthorDetailsOne',
    )
    expect(names.type({ custom: 'authorDetails' }, 'bool_exp')).toBe('authorDetailsBoolExp')
    expect(names.type('author_local', 'aggregate', 'fields')).toBe('AuthorLocalAggregateFields')
    expect(names.enumValue('asc_nulls_first')).toBe('ASC_NULLS_FIRST')
  })

  test.each([
    ['app', 'view'],
    ['app_', '_view'],
    ['App', 'View'],
  ])(
    'makes a name with the prefix %s and the suffix %s camel case as a whole',
    (prefix, suffix) => {
      const affix = { prefix, suffix }
      const names = naming(
        {
          namingConvention: 'graphql-default',
          rootFields: { namespace: undefined, ...affix },
          typeNames: affix,
        },
        'naming_convention',
      )
      expect(names.rootField(undefined, 'line_item')).toBe('appLineItemView')
      expect(names.rootField(undefined, 'line_item', 'by_pk')).toBe('appLineItemByPkView')
      expect(names.rootField(undefined, 'insert', 'line_item', 'one')).toBe(
        'appInsertLineItemOneView',
      )
      expect(names.rootField(undefined, 'insert', { custom: 'lineItem' })).toBe(
        'appInsertLineItemView',
      )
      expect(names.rootField('all_items')).toBe('appAll_itemsView')
      expect(names.type('line_item', 'bool_exp')).toBe('AppLineItemBoolExpView')
      expect(names.sharedType('order_by')).toBe('OrderBy')
      expect(names.field('order_by')).toBe('orderBy')
    },
  )
})
