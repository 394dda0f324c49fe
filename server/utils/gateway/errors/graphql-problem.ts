/** The answer to a GraphQL request that the gateway itself refuses, in Hasura's form. */
export class GraphqlProblem extends Error {
  override readonly name = 'GraphqlProblem'
  /** Hasura's code where it has one for this. */
  readonly code: string
  readonly status: number
  readonly headers: Record<string, string>
  readonly path: string
  readonly field: string | undefined

  /**
   * `path` leads to what is wrong in the request, by default to all of it; `field` is the column
   * that a value is for.
   */
  constructor(
    code: string,
    message: string,
    options: {
      status?: number
      headers?: Record<string, string>
      path?: string
      field?: string
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.status = options.status ?? 400
    this.headers = options.headers ?? {}
    this.path = options.path ?? '$'
    this.field = options.field
  }

  /** The response's body. */
  get body(): {
    errors: [{
      message: string
      extensions: {
        code: string
        path: string
        field?: string
      }
    }]
  } {
    const { code, path, field } = this
    return {
      errors: [
        {
          message: this.message,
          extensions: { code, path, ...(field !== undefined && { field }) },
        },
      ],
    }
  }
}
