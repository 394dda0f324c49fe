import { initGraphQLTada } from 'gql.tada'
import type { EnumScalars } from '#shared/enums.ts'
import type { introspection as member } from './generated/member.d.ts'
import type { introspection as orgAdmin } from './generated/org_admin.d.ts'
import type { introspection as viewer } from './generated/viewer.d.ts'

/**
 * How Hasura's scalars arrive: days as `YYYY-MM-DD`, points in time as ISO 8601 with offset, ids as
 * text, enums as their values.
 */
interface Scalars extends EnumScalars {
  uuid: string
  date: string
  timestamptz: string
  smallint: number
  bigint: number
  float8: number
  numeric: number
  jsonb: unknown
}

/**
 * Types a document against what `viewer` may read. Every member may read it too: `npm run
 * graphql:check` proves both.
 */
export const viewerGraphql = initGraphQLTada<{
  introspection: viewer
  scalars: Scalars
  disableMasking: true
}>()

/** Types a document against what `member` may read and write. */
export const memberGraphql = initGraphQLTada<{
  introspection: member
  scalars: Scalars
  disableMasking: true
}>()

/** Types a document against what `org_admin` may read and write. */
export const orgAdminGraphql = initGraphQLTada<{
  introspection: orgAdmin
  scalars: Scalars
  disableMasking: true
}>()
