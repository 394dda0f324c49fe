import { displayName } from '../catalog/types.ts'
import { metadataObjectKey, type MetadataObject, type ResolvedMetadata } from '../metadata/types.ts'

/**
 * The object that a GraphQL name is made for; `engine` where it belongs to no object of the
 * metadata.
 */
export type NameOwner = MetadataObject | 'engine'

/** The name of a type, claimed by its owner; made only by {@link NameClaims}. */
export type TypeName = string & { readonly __typeName: never }

/** A field, argument or enum value, and its owner. */
export interface OwnedField<Field> {
  readonly owner: NameOwner
  readonly field: Field
}

/**
 * Sees to it that each GraphQL name has one owner. Two tables that share a type would share its
 * fields, and the column permissions of one would govern the other.
 */
export interface NameClaims {
  /** Claims the name of a type; the same owner may ask again. */
  readonly type: (name: string, owner: NameOwner) => TypeName
  /** Fields by name; no two of one type may have the same, whatever their owners. */
  readonly fields: FieldClaims
}

type FieldClaims = <Field extends Named>(
  type: string,
  fields: readonly OwnedField<Field>[],
) => ReadonlyMap<string, Field>

interface Named {
  readonly name: string
}

/** An object of the metadata that wants a name which has an owner. */
export interface NameConflict {
  readonly object: MetadataObject
  readonly reason: string
}

/** Fields that GraphQL itself puts into object types. */
const reservedFields = ['__typename', '__schema', '__type']

/**
 * Claims of a schema that is served. {@link collectingClaims} has found the conflicts before; one
 * that it missed must still not merge two owners.
 *
 * @throws Error for a name that has an owner
 */
export function strictClaims(): NameClaims {
  return nameClaims(
    (_loser, winner, what) => {
      throw new Error(conflictReason(what, winner))
    },
    () => 0,
  )
}

/** Claims that go on after a conflict, and the conflicts so far. */
export interface CollectingClaims {
  readonly claims: NameClaims
  readonly conflicts: () => readonly NameConflict[]
}

/** Collects conflicts: of two owners the one that stands later in the metadata loses. */
export function collectingClaims(metadata: ResolvedMetadata): CollectingClaims {
  const ranks = new Map(
    metadataObjects(metadata).map((object, index) => [metadataObjectKey(object), index]),
  )
  const rank = (owner: NameOwner): number =>
    owner === 'engine' ? -1 : (ranks.get(metadataObjectKey(owner)) ?? ranks.size)
  const lost: {
    readonly loser: MetadataObject
    readonly winner: NameOwner
    readonly what: string
  }[] = []
  const claims = nameClaims((loser, winner, what) => {
    if (loser !== 'engine') lost.push({ loser, winner, what })
  }, rank)
  return {
    claims,
    conflicts: () => {
      const losers = new Set(lost.map(({ loser }) => ownerKey(loser)))
      // An owner that will be left out itself takes no name from others.
      const stays = (winner: NameOwner, loser: NameOwner): boolean =>
        ownerKey(winner) === ownerKey(loser) || !losers.has(ownerKey(winner))
      return lost
        .filter(({ loser, winner }) => stays(winner, loser))
        .map(({ loser, winner, what }) => ({ object: loser, reason: conflictReason(what, winner) }))
    },
  }
}

/** In the metadata's order: each table before its own fields, functions after the tables. */
function metadataObjects({ source }: ResolvedMetadata): readonly MetadataObject[] {
  const tables = [...source.tables.values()]
  return [
    ...tables.flatMap(({ name: table, relationships, computedFields }): MetadataObject[] => [
      { kind: 'table', name: table },
      ...[...relationships.keys()].map((name): MetadataObject => ({
        kind: 'relationship',
        table,
        name,
      })),
      ...[...computedFields.keys()].map((name): MetadataObject => ({
        kind: 'computed field',
        table,
        name,
      })),
    ]),
    ...[...source.functions.values()].map(({ name }): MetadataObject => ({
      kind: 'function',
      name,
    })),
  ]
}

type OnConflict = (loser: NameOwner, winner: NameOwner, what: string) => void

/**
 * @param onConflict is told of the owner of the greater rank, or of the later one where ranks are
 *   equal
 * @param rank orders owners
 */
function nameClaims(onConflict: OnConflict, rank: (owner: NameOwner) => number): NameClaims {
  const owners = new Map<string, NameOwner>()
  return {
    type: (name, owner) => {
      const known = owners.get(name)
      if (known === undefined) owners.set(name, owner)
      // A schema asks for most of its names again, and for the same owner.
      else if (known !== owner && ownerKey(known) !== ownerKey(owner)) {
        const [winner, loser] = rank(owner) < rank(known) ? [owner, known] : [known, owner]
        owners.set(name, winner)
        onConflict(loser, winner, `the type "${name}"`)
      }
      return name as TypeName
    },
    fields: <Field extends Named>(type: string, fields: readonly OwnedField<Field>[]) => {
      const taken = new Map<string, NameOwner>(reservedFields.map(name => [name, 'engine']))
      const byName = new Map<string, Field>()
      for (const { owner, field } of fields) {
        const known = taken.get(field.name)
        if (known === undefined) {
          taken.set(field.name, owner)
          byName.set(field.name, field)
        }
        else onConflict(owner, known, `the field "${field.name}" of "${type}"`)
      }
      return byName
    },
  }
}

function ownerKey(owner: NameOwner): string {
  return owner === 'engine' ? owner : metadataObjectKey(owner)
}

function conflictReason(what: string, winner: NameOwner): string {
  return `conflicting definitions of ${what}: ${ownerText(winner)} has that name`
}

/** An owner for people: `table docs`, `relationship author of table s2.docs`. */
function ownerText(owner: NameOwner): string {
  if (owner === 'engine') return 'the schema itself'
  return 'table' in owner
    ? `${owner.kind} ${owner.name} of table ${displayName(owner.table)}`
    : `${owner.kind} ${displayName(owner.name)}`
}
