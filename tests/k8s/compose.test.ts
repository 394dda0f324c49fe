import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { composeEnvironments } from '../../k8s/secrets/compose.ts'
import { makeDeploymentSecrets } from '../../k8s/secrets/deployment.ts'
import { k8s } from './support/render.ts'

interface Service {
  readonly image?: string
  readonly build?: { readonly target: string }
  readonly command?: string
  readonly depends_on?: Record<string, { condition: string }>
  readonly environment?: Record<string, string>
  readonly env_file?: string | readonly string[]
  readonly healthcheck?: object
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
}

const root = path.join(k8s, '..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const text = read('docker-compose.yml')
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> }
const environments = composeEnvironments(await makeDeploymentSecrets())

test('takes every secret from the file of its service that "npm run secrets:compose" writes, and none from elsewhere', () => {
  const taken = Object.entries(services).map(([name, { env_file: files = [] }]) => [
    name,
    [files].flat().filter(file => file.startsWith('.secrets/')),
  ])
  expect(Object.fromEntries(taken)).toEqual(
    Object.fromEntries(Object.keys(environments).map(name => [name, [`.secrets/${name}.env`]])),
  )
  expect(text).not.toContain('${')
})

test('names only variables of the dashboard that .env.example explains', () => {
  const explained = [...read('.env.example').matchAll(/^#?(\w+)=/gm)].map(([, name]) => name)
  const own = ['app', 'migrate', 'metadata'].flatMap(name => [
    ...Object.keys(environments[name] ?? {}),
    ...Object.keys(services[name]?.environment ?? {}),
  ])
  expect(own.filter(name => !explained.includes(name))).toEqual([])
})

test('lets Hasura verify the tokens that the dashboard gets', () => {
  expect(JSON.parse(environments.hasura?.HASURA_GRAPHQL_JWT_SECRET ?? '')).toMatchObject({
    type: 'RS256',
    key: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/),
    issuer: services.app?.environment?.OIDC_ISSUER,
    audience: services.app?.environment?.OIDC_CLIENT_ID,
  })
})

test('waits for what exists, in a way that it can end', () => {
  const wrong = Object.entries(services).flatMap(([name, { depends_on: waits = {} }]) =>
    Object.entries(waits).flatMap(([other, { condition }]) => {
      const target = services[other]
      const isJob = ['migrate', 'metadata'].includes(other)
      const fits = condition === (isJob ? 'service_completed_successfully' : 'service_healthy')
      const healthy = isJob || target?.healthcheck !== undefined
      return target && fits && healthy ? [] : [`${name} waits for ${other}: ${condition}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('runs nothing with capabilities or a writable root file system, and publishes on this machine only', () => {
  const loose = Object.entries(services).filter(
    ([, { read_only: readOnly, cap_drop: dropped, ports = [] }]) =>
      readOnly !== true
      || !dropped?.includes('ALL')
      || ports.some(port => !port.startsWith('127.0.0.1:')),
  )
  expect(loose.map(([name]) => name)).toEqual([])
})

test('takes only files that exist, and images of the versions that Kubernetes runs', () => {
  const mounted = Object.values(services).flatMap(({ volumes = [], env_file: files = [] }) => [
    ...volumes.map(volume => volume.split(':')[0] ?? ''),
    ...[files].flat(),
  ])
  const missing = mounted.filter(
    file =>
      file !== 'database'
      && !/^(\.\/)?\.secrets\//.test(file)
      && !existsSync(path.join(root, file)),
  )
  expect(missing).toEqual([])
  const images = (
    parse(read('k8s/overlays/dev/kustomization.yaml')) as {
      images: { name: string, newTag: string }[]
    }
  ).images
  const pinned = Object.values(services).flatMap(({ image }) => image ?? [])
  expect(
    pinned.filter(image => !images.some(({ name, newTag }) => image === `${name}:${newTag}`)),
  ).toEqual([])
})

test('gives the dashboard no secret of Hasura', () => {
  expect(Object.keys(environments.app ?? {}).sort()).toEqual([
    'OIDC_CLIENT_SECRET',
    'SERVER_DATABASE_URL',
    'SESSION_SECRET',
  ])
})
