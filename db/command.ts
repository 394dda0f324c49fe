/**
 * Runs a command on the database of DATABASE_URL, which must be its owner's connection string.
 * Prints what was done; or else what is wrong, in one line, and the process then ends with code 1.
 *
 * @param command gets the connection string and answers what it did
 */
export async function runDatabaseCommand(
  command: (connectionString: string) => Promise<string>,
): Promise<void> {
  try {
    console.log(await command(ownerUrl()))
  }
  catch (error) {
    const { message, cause } = error as Error
    console.error(cause instanceof Error ? cause.message : message)
    process.exitCode = 1
  }
}

function ownerUrl(): string {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL
  throw new Error('Set DATABASE_URL to the connection string of the database\'s owner.')
}
