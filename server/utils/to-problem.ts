import { isDatabaseOutage } from './database.ts'
import { Problem, Unavailable } from './errors.ts'

/**
 * Any error as one that the caller may read: an outage of the database, or a fault of the server
 * that tells nothing.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isDatabaseOutage(error)) return new Unavailable('The database', error)
  return new Problem('internal', 'Something went wrong here. Try again.', { cause: error })
}
