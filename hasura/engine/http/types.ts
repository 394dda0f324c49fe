import { EngineError } from '../errors.ts'
import type { IncomingRequest } from '../pipeline.ts'
import type { TextPieces } from '../response/data.ts'

/** An HTTP request as the router sees it, whatever server received it. */
export interface HttpRequest extends IncomingRequest {
  readonly method: string
  /** Path without the query string. */
  readonly path: string
}

/** A response before it is written. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | TextPieces
}

/** The body is longer than the engine reads. */
export class BodyTooLarge extends EngineError {
  constructor(limit: number) {
    super('bad-request', `the request is larger than ${limit} bytes`)
  }
}
