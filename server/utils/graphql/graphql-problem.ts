/** The answer to a GraphQL request that the gateway itself refuses, in Hasura's form. */
export class GraphqlProblem extends Error {
  /** Hasura's code where it has one for this. */
  readonly code: string
  readonly status: number
  readonly headers: Record<string, string>

  constructor(code: string, message: string, options: { status?: number, headers?: Record<string, string>, cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'GraphqlProblem'
    this.code = code
    this.status = options.status ?? 400
    this.headers = options.headers ?? {}
  }

  /** The response's body. */
  get body(): { errors: [{ message: string, extensions: { code: string, path: string } }] } {
    return { errors: [{ message: this.message, extensions: { code: this.code, path: '$' } }] }
  }
}
