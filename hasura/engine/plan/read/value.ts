import type { ArgumentValue, RequestText } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import { arrayLiteral } from '../../sql/array-literal.ts'
import type { Value } from '../types.ts'

/** SQL NULL. */
export const nullValue: Value = constantValue(null)

/** All session variables as a JSON object. */
export const sessionObject: Value = { kind: 'sessionObject', key: 'session' }

/** The text of a session variable. */
export function sessionValue(variable: string): Value {
  return { kind: 'session', key: `session:${variable}`, variable }
}

/** A checked argument as a parameter; a list becomes an array literal. */
export function argumentValue(argument: ArgumentValue): Value {
  switch (argument.kind) {
    case 'null':
      return nullValue
    case 'enum':
      return constantValue(enumText(argument))
    case 'scalar':
      return requestValue(argument.text)
    case 'list':
      return listValue(argument)
    case 'object':
      throw new EngineError(
        'validation-failed',
        `expected a value, but found an object of type '${argument.type.name}'`,
        argument.path,
      )
  }
}

/** A value that is known when planning. */
export function constantValue(text: string | null): Value {
  return { kind: 'constant', key: `constant:${JSON.stringify(text)}`, text }
}

function requestValue({ key, constant: known, read }: RequestText): Value {
  return known === undefined ? { kind: 'input', key, read } : constantValue(known)
}

function listValue({ items, scalars }: Extract<ArgumentValue, { kind: 'list' }>): Value {
  if (scalars) return requestValue(scalars)
  return constantValue(arrayLiteral(items.map(item => (item.kind === 'enum' ? enumText(item) : null))))
}

function enumText({ value }: Extract<ArgumentValue, { kind: 'enum' }>): string {
  return value.annotation.kind === 'enumRow' ? value.annotation.value : value.name
}

/** A boolean that decides the plan. */
export function booleanArgument(value: ArgumentValue | undefined): boolean {
  return value?.kind === 'scalar' && value.given === true
}
