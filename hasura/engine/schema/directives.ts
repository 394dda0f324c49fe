import { byName, inputField, required } from './builders.ts'
import { scalarType } from './scalars.ts'
import type { Directive } from './types.ts'

const boolean = scalarType('Boolean')
const condition = byName([
  inputField('if', required(boolean), { kind: 'argument' }, { leaf: 'static' }),
])
const selections = ['FIELD', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT']

/**
 * The directives that introspection advertises. `@cached` is accepted and has no effect: there is
 * no response cache.
 */
export const directives: readonly Directive[] = [
  {
    name: 'include',
    description: 'whether this query should be included',
    locations: selections,
    arguments: condition,
  },
  {
    name: 'skip',
    description: 'whether this query should be skipped',
    locations: selections,
    arguments: condition,
  },
  {
    name: 'cached',
    description: 'whether this query should be cached (Hasura Cloud only)',
    locations: ['QUERY'],
    arguments: byName([
      inputField(
        'ttl',
        required(scalarType('Int')),
        { kind: 'argument' },
        { description: 'measured in seconds', default: '60' },
      ),
      inputField(
        'refresh',
        required(boolean),
        { kind: 'argument' },
        { description: 'refresh the cache entry', default: 'false' },
      ),
    ]),
  },
]
