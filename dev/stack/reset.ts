// `npm run reset [-- --yes]` deletes the local database, people, keys and secrets of this checkout.
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { removePostgresFolder } from '../postgres/data-folder.ts'
import { findRunning } from './running.ts'
import { readSettings } from './settings.ts'

const { stateDirectory } = readSettings()
const running = findRunning(stateDirectory)
if (running) {
  console.error(`It is running at ${running.baseUrl} (process ${running.pid}). Stop it first.`)
  process.exitCode = 1
}
else if (!existsSync(stateDirectory)) {
  console.log(`There is nothing to delete: ${stateDirectory} does not exist.`)
}
else if (await agreed()) {
  removePostgresFolder(stateDirectory)
  for (const name of ['identity-provider', 'secrets.json', 'running.json'])
    rmSync(path.join(stateDirectory, name), { recursive: true, force: true })
  console.log('Deleted. The next npm start begins anew.')
}
else {
  console.error('Nothing was deleted.')
  process.exitCode = 1
}

async function agreed(): Promise<boolean> {
  if (process.argv.includes('--yes')) return true
  if (!process.stdin.isTTY) {
    console.error(
      'There is no terminal to ask on. To delete everything without asking: npm run reset -- --yes',
    )
    return false
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await prompt.question(
    `Delete the local database, people and keys in ${stateDirectory}? Type yes: `,
  )
  prompt.close()
  return answer.trim().toLowerCase() === 'yes'
}
