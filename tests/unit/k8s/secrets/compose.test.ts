import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { composeEnvironments, writeComposeSecrets } from '../../../../k8s/secrets/compose.ts'
import { makeDeploymentSecrets } from '../../../../k8s/secrets/deployment.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'goals-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('others on the machine can read no secret', async () => {
  writeComposeSecrets(folder, await makeDeploymentSecrets())
  expect(statSync(path.join(folder, '.secrets')).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(folder, '.secrets', 'app.env')).mode & 0o777).toBe(0o600)
})

test('the files give the values back as they are, a certificate\'s line breaks included', async () => {
  const secrets = await makeDeploymentSecrets()
  writeComposeSecrets(folder, secrets)
  for (const [service, variables] of Object.entries(composeEnvironments(secrets))) {
    expect(parseEnv(readFileSync(path.join(folder, '.secrets', `${service}.env`), 'utf8'))).toEqual(
      variables,
    )
  }
})

test('secrets that exist are kept', async () => {
  writeComposeSecrets(folder, await makeDeploymentSecrets())
  const files = ['app.env', 'signing.key'].map(file => path.join(folder, '.secrets', file))
  const before = files.map(file => readFileSync(file, 'utf8'))
  const others = await makeDeploymentSecrets()
  expect(() => writeComposeSecrets(folder, others)).toThrow('EEXIST')
  expect(files.map(file => readFileSync(file, 'utf8'))).toEqual(before)
})

test('no two secrets are equal, and none needs quoting in a URL', async () => {
  const { signingKey: _pem, passwords, ...others } = await makeDeploymentSecrets()
  const values = [...Object.values(passwords), ...Object.values(others)]
  expect(new Set(values).size).toBe(values.length)
  expect(values.filter(value => !/^[0-9a-f]{32,}$/.test(value))).toEqual([])
})
