/**
 * The token in an `Authorization` header of the scheme Bearer; undefined when the header has another
 * form.
 *
 * @see RFC 6750 section 2.1, RFC 9110 section 11.4
 */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
}
