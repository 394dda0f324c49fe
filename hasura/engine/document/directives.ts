import type { DirectiveNode } from 'graphql/language'
import { EngineError } from '../errors.ts'
import type { Directive } from '../schema/types.ts'
import { checkInput, type InputContext } from './input.ts'

/** The context of directives, besides inputs. */
export interface DirectiveContext extends InputContext {
  readonly directives: readonly Directive[]
}

/** Accepted on operations. */
const operationDirectives: ReadonlySet<string> = new Set(['cached', '_multiple_top_level_fields'])

/**
 * Whether `@skip` and `@include` leave a selection in.
 *
 * @throws EngineError validation-failed on an unknown or repeated directive, or a condition of
 *   another type
 */
export function isIncluded(
  nodes: readonly DirectiveNode[] | undefined,
  path: string,
  context: DirectiveContext,
): boolean {
  let included = true
  assertOnce(nodes, path)
  for (const node of nodes ?? []) {
    const directive = context.directives.find(({ name }) => name === node.name.value)
    if (!directive?.locations.includes('FIELD')) throw misplaced(node.name.value, directive, path)
    if (conditionOf(node, directive, path, context) === (directive.name === 'skip'))
      included = false
  }
  return included
}

/**
 * @throws EngineError validation-failed when an operation carries a directive twice, or one of
 * another place
 */
export function checkOperationDirectives(
  nodes: readonly DirectiveNode[] | undefined,
  directives: readonly Directive[],
): void {
  assertOnce(nodes, '$')
  for (const {
    name: { value: name },
  } of nodes ?? []) {
    if (!operationDirectives.has(name))
      throw misplaced(
        name,
        directives.find(directive => directive.name === name),
        '$',
      )
  }
}

function assertOnce(nodes: readonly DirectiveNode[] | undefined, path: string): void {
  if (nodes === undefined || nodes.length < 2) return
  const names = nodes.map(node => node.name.value)
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) < index))]
  if (repeated.length === 0) return
  const list = repeated.map(name => `'${name}'`).join(', ')
  throw new EngineError(
    'validation-failed',
    `the following directives are used more than once: [${list}]`,
    path,
  )
}

function misplaced(name: string, known: Directive | undefined, path: string): EngineError {
  return new EngineError(
    'validation-failed',
    known
      ? `directive '${name}' is not allowed here`
      : `directive '${name}' is not defined in the schema`,
    path,
  )
}

function conditionOf(
  node: DirectiveNode,
  { name, arguments: allowed }: Directive,
  path: string,
  context: InputContext,
): boolean {
  const place = `${path}.${name}`
  const unknown = node.arguments?.find(argument => !allowed.has(argument.name.value))
  if (unknown)
    throw new EngineError(
      'validation-failed',
      `'${name}' has no argument named '${unknown.name.value}'`,
      place,
    )
  const given = node.arguments?.[0]
  const field = given && allowed.get(given.name.value)
  if (!given || !field)
    throw new EngineError('validation-failed', 'missing required field \'if\'', place)
  const value = checkInput({ kind: 'syntax', node: given.value }, field, `${place}.if`, context)
  return value.kind === 'scalar' && value.given === true
}
