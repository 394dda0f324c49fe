import type { EngineOptions } from '../../../index.ts'
import { affixed, camelCase, snakeCase, type Affixes, type Spelling } from '../spelling.ts'

/**
 * Another look of one world: other names, or numbers as strings. Its rows and roles are the same.
 */
export interface Variation {
  readonly name: string
  /** `customization` of the source. */
  readonly customization: {
    readonly naming_convention?: string
    readonly root_fields?: { readonly namespace: string } & Affixes
    readonly type_names?: Affixes
  }
  readonly options: Partial<EngineOptions>
  readonly spelling: Spelling
  /** Whether values of enum tables are shown in upper case. */
  readonly upperCase: boolean
}

/** As Hasura is when nothing is said. */
export const plainly: Variation = {
  name: 'every kind of metadata',
  customization: {},
  options: {},
  spelling: snakeCase,
  upperCase: false,
}

/** The naming convention `graphql-default`, and large numbers as strings. */
export const inCamelCase: Variation = {
  name: 'every kind of metadata in camel case',
  customization: { naming_convention: 'graphql-default' },
  options: { stringifyNumericTypes: true, experimentalFeatures: ['naming_convention'] },
  spelling: camelCase,
  upperCase: true,
}

const fields = { prefix: 'my_', suffix: '_field' }
const types = { prefix: 'My', suffix: 'Type' }

/** Every root field in a namespace, and the source's own prefixes and suffixes. */
export const inNamespace: Variation = {
  name: 'every kind of metadata in a namespace',
  customization: { root_fields: { namespace: 'library', ...fields }, type_names: types },
  options: {},
  spelling: affixed(fields, types),
  upperCase: false,
}
