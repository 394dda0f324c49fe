import type { TextPieces } from '../response/data.ts'
import type { RequestHeaders } from '../session/types.ts'

/** An HTTP request as the router sees it, whatever server received it. */
export interface HttpRequest {
  readonly method: string
  /** Path without the query string. */
  readonly path: string
  readonly headers: RequestHeaders
  /**
   * The whole body.
   *
   * @throws BodyTooLarge
   */
  readonly body: () => Promise<Uint8Array>
  /** Aborts when the client is gone before it has its answer. */
  readonly signal: AbortSignal
}

/** What goes back. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | TextPieces
}

/** The body is longer than the engine reads. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
  readonly limit: number

  constructor(limit: number) {
    super(`the request is larger than ${limit} bytes`)
    this.limit = limit
  }
}
