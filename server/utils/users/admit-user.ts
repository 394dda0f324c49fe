import type { Identity } from '../auth/read-identity.ts'
import { Problem } from '../errors.ts'
import { upsertUser } from './upsert-user.ts'

/** Whether somebody whom the provider has signed in may begin a session here. */
export type Admission = { kind: 'admitted', user: Identity } | { kind: 'refused', problem: Problem }

/** Notes who signs in, and refuses a person without a role, and one who is deactivated. */
export async function admitUser(user: Identity | undefined): Promise<Admission> {
  if (!user)
    return refused(
      'no-access',
      'The identity provider knows you, but you have no role in this application. Ask an administrator to add you to a group.',
    )
  const { isActive } = await upsertUser(user)
  return isActive
    ? { kind: 'admitted', user }
    : refused(
        'deactivated',
        'Your data is kept, but you cannot get in. Ask an administrator to activate your account.',
      )
}

function refused(code: 'no-access' | 'deactivated', message: string): Admission {
  return { kind: 'refused', problem: new Problem(code, message) }
}
