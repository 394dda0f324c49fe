import type { CatalogFunction } from '../../catalog/types.ts'
import type { ArgumentSource, ResolvedComputedField } from '../../metadata/types.ts'
import type { ArgumentValue } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type { FunctionArgument, FunctionCall } from '../types.ts'
import { argumentValue, sessionObject } from './value.ts'

/**
 * A call with the client's arguments. They go by position up to the first that is left out; later
 * ones by name.
 *
 * @throws EngineError not-supported when an argument without default is left out, or an unnamed one
 *   after a gap is given
 */
export function functionCall(
  fn: CatalogFunction,
  sources: readonly ArgumentSource[],
  args: ArgumentValue | undefined,
  path: string,
): FunctionCall {
  const given = new Map(
    args?.kind === 'object'
      ? args.entries.map(({ field, value }) => [
          field.annotation.kind === 'functionArgument' ? field.annotation.index : -1,
          value,
        ])
      : [],
  )
  const passed: FunctionArgument[] = []
  let positional = true
  sources.forEach((source, index) => {
    const argument = fn.arguments[index]
    if (!argument) throw new Error(`the function ${fn.name.name} has no argument ${index}`)
    const value = given.get(index)
    if (source.kind === 'user' && !value) {
      positional = false
      if (!argument.hasDefault)
        throw new EngineError('not-supported', 'Non default arguments cannot be omitted', path)
      return
    }
    if (!positional && argument.name === undefined) {
      throw new EngineError(
        'not-supported',
        'Only last set of positional arguments can be omitted',
        path,
      )
    }
    const name = positional || argument.name === undefined ? {} : { name: argument.name }
    if (source.kind === 'row') passed.push({ kind: 'row', ...name })
    else
      passed.push({
        kind: 'value',
        ...name,
        value: source.kind === 'session' || !value ? sessionObject : argumentValue(value),
        type: argument.type,
      })
  })
  return { function: fn.name, arguments: passed }
}

/** A call that passes only the row and the session: what conditions and sort keys use. */
export function implicitCall(field: ResolvedComputedField): FunctionCall {
  return {
    function: field.function.name,
    arguments: field.arguments.flatMap((source, index) => implicitArgument(source, field, index)),
  }
}

function implicitArgument(
  source: ArgumentSource,
  field: ResolvedComputedField,
  index: number,
): readonly FunctionArgument[] {
  const type = field.function.arguments[index]?.type
  if (source.kind === 'row') return [{ kind: 'row' }]
  return source.kind === 'session' && type ? [{ kind: 'value', value: sessionObject, type }] : []
}
