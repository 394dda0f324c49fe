import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './source-files.ts'

test('the engine reports the version of the Hasura that is deployed', () => {
  const version = (file: string, pattern: RegExp) =>
    pattern.exec(readFileSync(path.join(root, file), 'utf8'))?.[1] ?? `none in ${file}`
  const tag = /name: hasura\/graphql-engine[^]*?newTag: (v[\d.]+)/
  expect([
    version('docker-compose.yml', /hasura\/graphql-engine:(v[\d.]+)/),
    version('k8s/overlays/dev/kustomization.yaml', tag),
    version('k8s/overlays/production/kustomization.yaml', tag),
  ]).toEqual(Array(3).fill(version('hasura/engine/http/router.ts', /version: '(v[\d.]+)'/)))
})
