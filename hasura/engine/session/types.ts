/**
 * Who asks: the outcome of authentication, and all that the later stages know about the caller.
 */
export interface Session {
  /** The resolved role; `admin` sees everything. */
  readonly role: string
  /** Session variables by lower-case name (`x-hasura-user-id`); always holds `x-hasura-role`. */
  readonly variables: SessionVariables
  /** Whether fields whose permission says `backend_only` exist for this request. */
  readonly backendOnly: boolean
  /**
   * When the credentials expire, in milliseconds since the epoch; undefined for credentials without
   * an end.
   */
  readonly expiresAt: number | undefined
}

/** Values of `x-hasura-*` by lower-case name; arrays are PostgreSQL array literals (`{a,b}`). */
export type SessionVariables = Readonly<Record<string, string>>

/** Request headers by lower-case name, as Node gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Turns a request's headers into a session.
 *
 * @throws EngineError `access-denied`, `invalid-jwt`, `invalid-headers`, `jwt-missing-role-claims`,
 * `jwt-invalid-claims` or `bad-request`
 */
export type Authenticate = (headers: RequestHeaders) => Promise<Session>
