// `npm run goals:import -- goals.csv --for alice` gives a local person the goals of a CSV file,
// through the GraphQL API.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { personToken } from '../stack/person-token.ts'
import { StackError } from '../stack/settings.ts'
import { importGoals } from './import-goals.ts'
import { readGoalFile } from './rows.ts'
import { sendTo } from './send.ts'

const usage = 'usage: npm run goals:import -- <file.csv> --for <name> [--encoding <label>]'

try {
  const { file, username, encoding } = readArguments()
  const { rows, notices } = readGoalFile(readFileSync(file), encoding)
  for (const notice of notices) console.error(notice)
  const { accessToken, baseUrl } = await personToken(username)
  const { imported, existing, refused } = await importGoals(rows, sendTo(baseUrl, accessToken))
  for (const { row, message } of refused)
    console.error(`Line ${row.line} (${row.code}): ${message}`)
  const known = existing > 0 ? `, ${existing} were there already` : ''
  console.log(
    `${imported} goals of ${username} were imported${known}, ${refused.length} were refused.`,
  )
  if (refused.length > 0) process.exitCode = 1
}
catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function readArguments(): {
  file: string
  username: string
  encoding?: string
} {
  const {
    positionals: [file],
    values,
  } = parseArgs({
    allowPositionals: true,
    options: {
      for: { type: 'string' },
      encoding: { type: 'string' },
    },
  })
  if (!file || !values.for) throw new StackError(usage)
  return { file, username: values.for, encoding: values.encoding }
}
