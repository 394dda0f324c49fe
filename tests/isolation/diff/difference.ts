// What a change of metadata gives and takes, in words a reviewer can weigh.
import { compare } from '../../../hasura/permissions/clauses.ts'
import type { Json, Permission, Predicate } from '../../../hasura/permissions/model.ts'
import { inWords } from '../../../hasura/permissions/words.ts'

/**
 * One consequence of a change. `widens`: somebody may now do or see what they could not, or it
 * cannot be ruled out.
 */
export interface Change {
  readonly widens: boolean
  /** `member GAINS update of goals.created_by`. */
  readonly sentence: string
}

/**
 * Compares two sets of permissions, the older one first. Ordered by table, role and operation;
 * empty when nothing changed.
 */
export function difference(before: readonly Permission[], after: readonly Permission[]): Change[] {
  const old = new Map(before.map(permission => [keyOf(permission), permission]))
  const now = new Map(after.map(permission => [keyOf(permission), permission]))
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const was = old.get(key)
    const is = now.get(key)
    if (!was) return [gains(is!, whole(is!))]
    if (!is) return [loses(was, `${was.operation} of ${was.table}`)]
    return changesOf(was, is)
  })
}

function changesOf(was: Permission, is: Permission): Change[] {
  return [
    ...columnChanges(was, is),
    ...presetChanges(was, is),
    ...predicateChange(is, 'rows', was.filter, is.filter),
    ...predicateChange(is, 'new rows', was.check, is.check),
    ...switchChange(is, 'aggregates', was.aggregations, is.aggregations),
    ...switchChange(is, 'use without the admin secret', !was.backendOnly, !is.backendOnly),
    ...limitChange(was, is),
    ...rootFieldChanges(is, 'query', was.queryRootFields, is.queryRootFields),
    ...rootFieldChanges(is, 'subscription', was.subscriptionRootFields, is.subscriptionRootFields),
  ]
}

function columnChanges(was: Permission, is: Permission): Change[] {
  return [
    ...is.columns
      .filter(column => !was.columns.includes(column))
      .map(column => gains(is, `${is.operation} of ${is.table}.${column}`)),
    ...was.columns
      .filter(column => !is.columns.includes(column))
      .map(column => loses(is, `${is.operation} of ${is.table}.${column}`)),
  ]
}

/** A preset keeps a client from choosing a value, so one that goes or changes may widen. */
function presetChanges(was: Permission, is: Permission): Change[] {
  const columns = [...new Set([...Object.keys(was.presets), ...Object.keys(is.presets)])].sort()
  return columns
    .filter(column => JSON.stringify(was.presets[column]) !== JSON.stringify(is.presets[column]))
    .map((column) => {
      const [from, to] = [was.presets[column], is.presets[column]]
      const place = `${is.operation} of ${is.table}.${column}`
      if (from === undefined)
        return { widens: false, sentence: `${is.role}: ${place} is now always ${text(to)}` }
      return {
        widens: true,
        sentence: `${is.role}: ${place} is no longer always ${text(from)}${to === undefined ? '' : `, but ${text(to)}`}`,
      }
    })
}

function predicateChange(
  is: Permission,
  what: string,
  before: Predicate | undefined,
  after: Predicate | undefined,
): Change[] {
  const relation = compare(before, after)
  if (relation === 'equal') return []
  const verb = { wider: 'GAINS', narrower: 'LOSES', unknown: 'CHANGES' }[relation]
  return [
    {
      widens: relation !== 'narrower',
      sentence: `${is.role} ${verb} ${what} by ${is.operation} of ${is.table}: was "${inWords(before)}", is "${inWords(after)}"`,
    },
  ]
}

function switchChange(is: Permission, what: string, before: boolean, after: boolean): Change[] {
  if (before === after) return []
  return [after ? gains(is, `${what} of ${is.table}`) : loses(is, `${what} of ${is.table}`)]
}

function limitChange(was: Permission, is: Permission): Change[] {
  if (was.limit === is.limit) return []
  const widens = (is.limit ?? Infinity) > (was.limit ?? Infinity)
  return [
    {
      widens,
      sentence: `${is.role}: rows of one ${is.operation} of ${is.table} are limited to ${is.limit ?? 'any number'}, before ${was.limit ?? 'any number'}`,
    },
  ]
}

function rootFieldChanges(
  is: Permission,
  root: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const widens =
    after === undefined || (before !== undefined && after.some(field => !before.includes(field)))
  return [
    {
      widens,
      sentence: `${is.role}: ${root} root fields of ${is.table} are ${after?.join(', ') || (after ? 'none' : 'all')}, before ${before?.join(', ') || (before ? 'none' : 'all')}`,
    },
  ]
}

function whole(permission: Permission): string {
  const columns = permission.columns.length > 0 ? ` (${permission.columns.join(', ')})` : ''
  return `${permission.operation} of ${permission.table}${columns} where ${inWords(permission.filter ?? permission.check)}`
}

function gains(permission: Permission, what: string): Change {
  return { widens: true, sentence: `${permission.role} GAINS ${what}` }
}

function loses(permission: Permission, what: string): Change {
  return { widens: false, sentence: `${permission.role} LOSES ${what}` }
}

function keyOf(permission: Permission): string {
  return [permission.table, permission.role, permission.operation].join('\u0000')
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
