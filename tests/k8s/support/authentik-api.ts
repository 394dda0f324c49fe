import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { Tagged, type Entry } from './blueprint.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Record<string, Schema>
}

/** The model of Authentik's API that takes the attributes of a blueprint's model. */
const requests: Record<string, string> = {
  'authentik_core.application': 'ApplicationRequest',
  'authentik_core.group': 'GroupRequest',
  'authentik_crypto.certificatekeypair': 'CertificateKeyPairRequest',
  'authentik_policies.policybinding': 'PolicyBindingRequest',
  'authentik_providers_oauth2.oauth2provider': 'OAuth2ProviderRequest',
  'authentik_providers_oauth2.scopemapping': 'ScopeMappingRequest',
}

const document = parse(
  readFileSync(createRequire(import.meta.url).resolve('@goauthentik/api/schema.yml'), 'utf8'),
) as { components: { schemas: Record<string, Schema> } }
const { schemas } = document.components

const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'api')

/**
 * What Authentik's API (the model of its own client package) would refuse in an entry; empty when
 * nothing.
 */
export function refusedBy(entry: Entry): string[] {
  const request = requests[entry.model]
  if (!request) return [`${entry.model}: no model is known for it`]
  const schema = schemas[request]
  const values = { ...entry.identifiers, ...entry.attrs }
  const unknown = unknownKeys(values, schema, request)
  const validate: ValidateFunction = ajv.compile({ $ref: `api#/components/schemas/${request}` })
  validate(exampleFor(values, schema))
  return [
    ...unknown,
    ...(validate.errors ?? []).map(error => `${request}${error.instancePath}: ${error.message}`),
  ]
}

function unknownKeys(values: unknown, schema: Schema | undefined, place: string): string[] {
  if (Array.isArray(values))
    return values.flatMap(value => unknownKeys(value, resolved(resolved(schema).items), place))
  if (values instanceof Tagged || typeof values !== 'object' || values === null) return []
  const { properties = {} } = resolved(schema)
  return Object.entries(values).flatMap(([key, value]) =>
    key in properties
      ? unknownKeys(value, properties[key], `${place}.${key}`)
      : [`${place}: unknown key ${key}`],
  )
}

/** The values with something of the right type in the place of every tag. */
function exampleFor(value: unknown, schema: Schema | undefined): unknown {
  const { type, format, items, properties } = resolved(schema)
  if (value instanceof Tagged) return type === 'integer' ? 1 : (examples[format ?? ''] ?? 'text')
  if (Array.isArray(value)) return value.map(item => exampleFor(item, items))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, exampleFor(item, properties?.[key])]),
  )
}

const examples: Record<string, string> = {
  uuid: '0d6d2f3e-0000-4000-8000-000000000000',
  uri: 'https://goals.example.com/',
}

function resolved(schema: Schema | undefined): Schema {
  const reference = schema?.$ref ?? schema?.allOf?.[0]?.$ref
  return reference
    ? (schemas[reference.replace('#/components/schemas/', '')] ?? {})
    : (schema ?? {})
}
