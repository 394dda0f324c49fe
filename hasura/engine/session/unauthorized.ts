import { EngineError } from '../errors.ts'

/** Credentials that are missing or wrong in a way that HTTP calls 401. */
export class UnauthorizedError extends EngineError {
  constructor(message: string) {
    super('access-denied', message)
  }
}
