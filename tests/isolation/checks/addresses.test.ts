// Check 33: of Hasura's addresses the application has one, and only the application can reach
// Hasura.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { signIn } from '../../support/test-environment.ts'
import { person } from '../support/pairs.ts'
import { startStack, type Stack } from '../support/stack.ts'
import { credentialsOf } from '../support/target.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

const closed = [
  '/v1alpha1/graphql',
  '/v1beta1/relay',
  '/v1/relay',
  '/v1/metadata',
  '/v2/query',
  '/v1/query',
  '/v1/graphql/explain',
  '/v1alpha1/graphql/explain',
  '/v1/version',
  '/v1alpha1/config',
  '/v1alpha1/pg_dump',
  '/api/rest',
  '/api/rest/goals',
  '/console',
  '/console/api/api-explorer',
  '/apis/migrate',
  '/dev/plan_cache',
  '/v1/entitlement',
  '/V1/METADATA',
]

test.each(closed)('33: %s is not found, whoever asks and however', async (path) => {
  const { browser } = await signIn(stack.appUrl, 'bob')
  const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
  const body = JSON.stringify({ query: '{ goals { id } }', type: 'export_metadata', args: {} })
  const senders: Record<string, string>[] = [
    {},
    { cookie, accept: 'text/html' },
    await credentialsOf(stack.gateway, person('bob')),
    { 'x-hasura-admin-secret': 'the admin secret of tests' },
  ]
  for (const headers of senders) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const response = await fetch(stack.appUrl + path, {
        method,
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...headers },
        ...(method === 'GET' ? {} : { body }),
      })
      expect([method, response.status]).toEqual([method, 404])
      expect(await response.text()).not.toMatch(/"data"|"page"|"metadata"/)
    }
  }
})

test('33: GET /v1/graphql is not found, with or without a query in the address', async () => {
  for (const path of ['/v1/graphql', '/v1/graphql?query={goals{id}}']) {
    expect(
      (
        await fetch(stack.appUrl + path, {
          headers: await credentialsOf(stack.gateway, person('bob')),
        })
      ).status,
    ).toBe(404)
  }
})

test.each(closed)('33: %s opens no WebSocket', async (path) => {
  const socket = new WebSocket(stack.appUrl.replace('http', 'ws') + path, [
    'graphql-transport-ws',
    'graphql-ws',
  ])
  const outcome = await new Promise((resolve) => {
    socket
      .on('open', () => resolve('open'))
      .on('unexpected-response', (_request, response) => resolve(response.statusCode))
      .on('error', () => resolve('refused'))
  })
  socket.terminate()
  expect([404, 'refused']).toContain(outcome)
})

test('33: a direct call from another pod is refused by a network policy, and the suite k8s tests it', () => {
  const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
  const { spec } = parse(readFileSync(at('k8s/base/network/hasura.yaml'), 'utf8')) as {
    spec: unknown
  }
  const label = (name: string) => ({ matchLabels: { 'app.kubernetes.io/component': name } })
  expect(spec).toEqual({
    podSelector: label('hasura'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: label('app') }], ports: [{ protocol: 'TCP', port: 8080 }] }],
  })
  expect(existsSync(at('tests/k8s/network.test.ts'))).toBe(true)
  expect(readFileSync(at('tests/k8s/network.test.ts'), 'utf8')).toContain('app → hasura:8080')
})
