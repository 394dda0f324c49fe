// Gives the sample people of the local sign-in page their sample goals.
// Usage: npm run db:seed, while the stack runs
import { connect } from '../db/client.ts'
import { runDatabaseCommand } from '../db/command.ts'
import { seed } from '../db/seed/index.ts'
import { emailOf, samplePeople, userIdFor } from './identity-provider/people.ts'

await runDatabaseCommand(async (connectionString) => {
  const database = connect(connectionString)
  try {
    await seed(
      database,
      samplePeople.map(person => ({
        id: userIdFor(person.username),
        username: person.username,
        name: person.name,
        email: emailOf(person),
        isActive: person.isActive,
      })),
    )
    return `The sample people have goals: ${samplePeople.map(({ username }) => username).join(', ')}.`
  }
  finally {
    await database.$client.end()
  }
})
