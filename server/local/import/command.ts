// `npm run goals:import -- goals.csv --for alice` gives a local person the goals of a CSV file, through the GraphQL API.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { personToken } from '../stack/person-token.ts'
import { StackError } from '../stack/settings.ts'
import { importGoals } from './import-goals.ts'
import { readGoalRows } from './rows.ts'
import { sendTo } from './send.ts'

const usage = 'usage: npm run goals:import -- <file.csv> --for <name>'

try {
  const { file, username } = readArguments()
  const rows = readGoalRows(readFileSync(file, 'utf8'))
  const { accessToken, baseUrl } = await personToken(username)
  const { imported, refused } = await importGoals(rows, sendTo(baseUrl, accessToken))
  for (const { row, message } of refused) console.error(`Line ${row.line} (${row.code}): ${message}`)
  console.log(`${imported} goals of ${username} came in, ${refused.length} were refused.`)
}
catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function readArguments(): { file: string, username: string } {
  const { positionals: [file], values } = parseArgs({ allowPositionals: true, options: { for: { type: 'string' } } })
  if (!file || !values.for) throw new StackError(usage)
  return { file, username: values.for }
}
