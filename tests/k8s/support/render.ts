import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import type { Manifest } from './manifest.ts'

/** The folder k8s/ of this project. */
export const k8s = fileURLToPath(new URL('../../../k8s', import.meta.url))

/** The names of the overlays. */
export const overlays = readdirSync(path.join(k8s, 'overlays'))

const cannotRender = spawnSync('kubectl', ['kustomize', '--help']).status !== 0
const rendered = new Map<string, Manifest[]>()

/**
 * What `kubectl apply -k` would send for an overlay.
 *
 * @param skip the test's own way to say that it cannot run here: without kubectl nothing is
 *   rendered
 */
export function renderOverlay(
  overlay: string,
  skip: (condition: boolean, note: string) => void,
): Manifest[] {
  skip(cannotRender, 'kubectl, which renders the overlays, is not installed')
  const known = rendered.get(overlay)
  if (known) return known
  const text = execFileSync('kubectl', ['kustomize', path.join(k8s, 'overlays', overlay)], {
    encoding: 'utf8',
  })
  const manifests = parseAllDocuments(text).map(document => document.toJS() as Manifest)
  rendered.set(overlay, manifests)
  return manifests
}
