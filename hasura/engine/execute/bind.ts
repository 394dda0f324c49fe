import type { RequestValues } from '../document/types.ts'
import { EngineError } from '../errors.ts'
import type { Value } from '../plan/types.ts'
import type { SessionVariables } from '../session/types.ts'

/** Where the values of parameters come from. */
export interface Bindings extends RequestValues {
  readonly session: SessionVariables
  /** Values that only execution knows, by name. */
  readonly runtime?: ReadonlyMap<string, string | null>
}

/**
 * The parameters' values in PostgreSQL's text form.
 *
 * @throws EngineError not-found for a missing session variable; validation-failed or parse-failed
 *   for a client's value
 */
export function bindValues(parameters: readonly Value[], bindings: Bindings): (string | null)[] {
  return parameters.map(parameter => bindValue(parameter, bindings))
}

/** One value; see {@link bindValues}. */
export function bindValue(value: Value, bindings: Bindings): string | null {
  switch (value.kind) {
    case 'constant':
      return value.text
    case 'input':
      return value.read(bindings)
    case 'session':
      return sessionVariable(bindings.session, value.variable)
    case 'sessionObject':
      return JSON.stringify(bindings.session)
    case 'runtime':
      return bindings.runtime?.get(value.name) ?? null
  }
}

function sessionVariable(session: SessionVariables, name: string): string {
  const text = Object.hasOwn(session, name) ? session[name] : undefined
  if (text === undefined) throw new EngineError('not-found', `missing session variable: "${name}"`)
  return text
}
