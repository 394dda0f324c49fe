// `npm run db:url` prints the connection string of the running database's owner.
import { findRunning } from './running.ts'
import { readSettings } from './settings.ts'

const running = findRunning(readSettings().stateDirectory)
if (running) {
  console.log(running.databaseUrl)
}
else {
  console.error('Nothing is running in this checkout. Start it first: npm start')
  process.exitCode = 1
}
