// `npm run token -- alice [--role org_admin]` prints an access token of the running local provider.
import { parseArgs } from 'node:util'
import { personToken } from './person-token.ts'
import { StackError } from './settings.ts'
import { roles } from '#shared/roles.ts'

const usage = `usage: npm run token -- <name> [--role ${roles.join(' | ')}]`

try {
  const { username, role } = readArguments()
  const { accessToken, isActive } = await personToken(username, role)
  if (!isActive)
    console.error(
      `${username} is deactivated: this token stands for one that was given out before, and opens nothing.`,
    )
  console.log(accessToken)
}
catch (error) {
  console.error(error instanceof StackError ? error.message : error)
  process.exit(1)
}

function readArguments(): { username: string, role: string | undefined } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { role: { type: 'string' } },
    })
    if (positionals.length === 0) throw new StackError(usage)
    return { username: positionals.join(' '), role: values.role }
  }
  catch (error) {
    throw error instanceof StackError
      ? error
      : new StackError(`${(error as Error).message}\n${usage}`)
  }
}
