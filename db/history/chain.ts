import { createHash } from 'node:crypto'

/**
 * A row of `audit_log` in PostgreSQL's words. `moment` is `created_at` in microseconds; `headSeq`
 * and `headHash` say where the row's chain ends, and are null when that is not known.
 */
export interface LoggedRow {
  readonly id: string
  readonly number: string
  readonly goalId: string | null
  readonly personId: string | null
  readonly seq: string
  readonly actorId: string | null
  readonly door: string | null
  readonly action: string
  readonly entity: string
  readonly entityId: string | null
  readonly difference: string | null
  readonly salt: string | null
  readonly digest: Buffer
  readonly hash: Buffer
  readonly moment: string
  readonly headSeq: string | null
  readonly headHash: Buffer | null
}

/** Something that was done to a chain after it was written: in words, and the row where it shows. */
export interface Break {
  readonly rowNumber: bigint
  readonly what: string
}

/** Whether two rows are of the same chain. */
export function isSameChain(one: LoggedRow, other: LoggedRow): boolean {
  return one.goalId === other.goalId && one.personId === other.personId
}

/**
 * What is wrong with a row as the successor of another, or undefined. Computes anew what
 * `triggers/settle.history.sql` wrote.
 *
 * @param before the row before it in its chain, undefined for the first
 */
export function breakAt(row: LoggedRow, before: LoggedRow | undefined): Break | undefined {
  const expected = BigInt(before?.seq ?? 0) + 1n
  if (BigInt(row.seq) !== expected) return broken(row, `${missing(expected, BigInt(row.seq) - 1n)} before row ${row.number}`)
  const isIntact = isTrueToDigest(row) && hashOf(row, before).equals(row.hash)
  return isIntact ? undefined : broken(row, `Row ${row.number} was changed, number ${row.seq}`)
}

/** What is wrong with the end of a chain, by its last row, or undefined. */
export function breakAfter(last: LoggedRow): Break | undefined {
  if (last.headSeq === null || last.headHash === null)
    return broken(last, `Where it ends was deleted, after row ${last.number}`)
  if (BigInt(last.headSeq) > BigInt(last.seq))
    return broken(last, `${missing(BigInt(last.seq) + 1n, BigInt(last.headSeq))} after row ${last.number}`)
  if (last.headSeq === last.seq && last.headHash.equals(last.hash)) return undefined
  return broken(last, `Where it ends was changed, after row ${last.number}`)
}

function broken(row: LoggedRow, what: string): Break {
  const chain = row.goalId ? `goal ${row.goalId}` : `person ${row.personId}`
  return { rowNumber: BigInt(row.number), what: `${what}, in the history of ${chain}.` }
}

function missing(from: bigint, to: bigint): string {
  return from >= to ? `Row number ${from} is missing` : `The rows number ${from} to ${to} are missing`
}

/** An erased row has neither salt nor difference, and keeps its digest. */
function isTrueToDigest({ difference, salt, digest }: LoggedRow): boolean {
  if (difference === null || salt === null) return difference === salt
  const bytes = Buffer.from(salt.replaceAll('-', ''), 'hex')
  return createHash('sha256').update(bytes).update(difference).digest().equals(digest)
}

function hashOf(row: LoggedRow, before: LoggedRow | undefined): Buffer {
  const covered = [
    row.number,
    row.id,
    row.goalId,
    row.personId,
    row.seq,
    row.actorId,
    row.action,
    row.entity,
    row.entityId,
    row.moment,
    row.digest.toString('hex'),
    row.door,
  ]
  return createHash('sha256')
    .update(before?.hash ?? '')
    .update(covered.map(value => value ?? '').join('|'))
    .digest()
}
