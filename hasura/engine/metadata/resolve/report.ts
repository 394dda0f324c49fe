import { metadataObjectKey, type Inconsistency, type Json, type MetadataObject } from '../types.ts'

/**
 * Why one object of the metadata cannot be honoured. Stays inside this stage: it becomes an {@link
 * Inconsistency}.
 */
export class Unresolvable extends Error {}

/** Collects what is left out. */
export class Report {
  readonly inconsistencies: Inconsistency[] = []
  readonly #conflicts: ReadonlyMap<string, string>

  /**
   * @param conflicts why objects of the metadata cannot have their names, by `metadataObjectKey`
   */
  constructor(conflicts: ReadonlyMap<string, string>) {
    this.#conflicts = conflicts
  }

  /** @throws Unresolvable for an object that wants the GraphQL name of another */
  assertNamed(object: MetadataObject): void {
    const reason = this.#conflicts.get(metadataObjectKey(object))
    if (reason !== undefined) throw new Unresolvable(reason)
  }

  add(type: Inconsistency['type'], name: string, reason: string, definition: Json = null): void {
    this.inconsistencies.push({ type, name, reason, definition })
  }

  /**
   * Runs `resolve`; an {@link Unresolvable} is noted and gives undefined: the object is left out as
   * a whole.
   */
  attempt<Value>(
    type: Inconsistency['type'],
    name: string,
    resolve: () => Value,
    definition: Json = null,
  ): Value | undefined {
    try {
      return resolve()
    }
    catch (error) {
      if (!(error instanceof Unresolvable)) throw error
      this.add(type, name, error.message, definition)
      return undefined
    }
  }
}
