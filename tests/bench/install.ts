import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Installs the peers that the benchmark compares with, once: about 300 MB, which the dashboard
 * itself does not need.
 */
export function installPeers(log: (text: string) => void): void {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  if (existsSync(path.join(folder, 'node_modules', 'postgraphile'))) return
  log('Installing what the benchmark compares with…')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm ci failed in tests/bench')
}
