import type { IRegularForbiddenRuleType } from 'dependency-cruiser'
import { layers, type Layer } from './layers.ts'

const packages = '(^|/)node_modules/'

/** The import boundaries of `layers.ts` as rules of dependency-cruiser. */
export const boundaries: IRegularForbiddenRuleType[] = [
  rule('makes a circle', {}, { circular: true }),
  // The benchmark and the engine's sample project have packages of their own; Nuxt and Nitro provide
  // the others.
  rule(
    'leads nowhere',
    { pathNot: '^(tests/bench|hasura/engine/tests/package)/' },
    { couldNotResolve: true, pathNot: '^(#app|#permissions)$' },
  ),
  rule('belongs to no layer', { path: '/', pathNot: anyOf(layers.map(({ at }) => at)) }, {}),
  ...layers.flatMap((layer) => {
    const from = { path: ownFiles(layer) }
    return [
      rule('crosses a boundary', from, {
        pathNot: [from.path, ...layer.may.map(place => anyOf([place])), packages],
        couldNotResolve: false,
        dependencyTypesNot: ['core'],
      }),
      ...(layer.packages === 'any'
        ? []
        : [rule('takes a package of another layer', from, {
            path: packages,
            pathNot: layer.packages.map(name => `${packages}(@types/)?${name}/`),
          })]),
    ]
  }),
]

/** The files of a layer without those of the layers before it, which lie inside. */
function ownFiles(layer: Layer): string {
  const inner = layers
    .slice(0, layers.indexOf(layer))
    .map(({ at }) => at)
    .filter(at => at.startsWith(layer.at))
  return inner.length > 0 ? `^(?!${anyOf(inner).slice(1)})${layer.at}` : anyOf([layer.at])
}

function anyOf(places: readonly string[]): string {
  return `^(${places.map(place => (place.endsWith('/') ? place : `${place}$`)).join('|')})`
}

function rule(
  name: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): IRegularForbiddenRuleType {
  return { name, severity: 'error', from, to }
}
