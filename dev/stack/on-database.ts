// `node on-database.ts <script>` runs a command on the database of DATABASE_URL or, where that is
// not set, of the running stack.
import { spawnSync } from 'node:child_process'
import { findRunning } from './running.ts'
import { readSettings } from './settings.ts'

const {
  external: { databaseUrl },
  stateDirectory,
} = readSettings()
const DATABASE_URL = databaseUrl ?? findRunning(stateDirectory)?.databaseUrl
if (!DATABASE_URL) {
  console.error(
    'Nothing is running in this checkout. Start it first (npm start), or set DATABASE_URL to the connection string of the database\'s owner.',
  )
  process.exit(1)
}
const { status } = spawnSync(process.execPath, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, DATABASE_URL },
})
process.exit(status ?? 1)
