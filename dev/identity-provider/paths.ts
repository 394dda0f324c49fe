/** The slug of the application in Authentik; it is part of the issuer. */
const application = '/application/o/goals/'

/** Authentik's paths, with their trailing slashes. */
export const paths = {
  application,
  discovery: `${application}.well-known/openid-configuration`,
  jwks: `${application}jwks/`,
  endSession: `${application}end-session/`,
  authorize: '/application/o/authorize/',
  token: '/application/o/token/',
  userinfo: '/application/o/userinfo/',
  revoke: '/application/o/revoke/',
  introspect: '/application/o/introspect/',
  live: '/-/health/live/',
  ready: '/-/health/ready/',
  /** Followed by the id of one sign-in. */
  signIn: '/if/flow/sign-in/',
} as const

/** The issuer of a local provider on this port. */
export function issuerOn(port: number): string {
  return `http://localhost:${port}${application}`
}
