import type { SqlArgument, SqlExpression, SqlOrderBy } from './types.ts'
import type { SqlWriter } from './writer.ts'

type Node<K extends SqlExpression['kind']> = Extract<SqlExpression, { readonly kind: K }>

/** Prints an expression. */
export function printExpression(node: SqlExpression, to: SqlWriter): void {
  switch (node.kind) {
    case 'column':
      return printColumn(node, to)
    case 'row':
      to.name(node.table)
      return to.write('.*')
    case 'field':
      return printField(node, to)
    case 'parameter':
      return to.parameter(node.source, node.type, node.hiddenFromPlanner ?? false)
    case 'position':
      to.write(`$${node.position}::`)
      return to.type(node.type)
    case 'text':
      return to.write(textLiteral(node.value))
    case 'integer':
      return to.write(String(node.value))
    case 'boolean':
      return to.write(node.value ? 'TRUE' : 'FALSE')
    case 'null':
      return to.write('NULL')
    case 'default':
      return to.write('DEFAULT')
    case 'cast':
      return printCast(node, to)
    case 'binary':
      return printBinary(node, to)
    case 'any':
      return printAny(node, to)
    case 'and':
      return printJunction(node.all, ' AND ', 'TRUE', to)
    case 'or':
      return printJunction(node.any, ' OR ', 'FALSE', to)
    case 'not':
      to.write('NOT ')
      return printOperand(node.of, to)
    case 'isNull':
      printOperand(node.of, to)
      return to.write(node.negated ? ' IS NOT NULL' : ' IS NULL')
    case 'permission':
      return to.permission(() => printExpression(node.of, to))
    default:
      return printCompound(node, to)
  }
}

type Compound = Node<
  'case' | 'call' | 'jsonScalar' | 'coalesce' | 'exists' | 'in' | 'subquery' | 'tuple' | 'array'
>

function printCompound(node: Compound, to: SqlWriter): void {
  switch (node.kind) {
    case 'case':
      return printCase(node, to)
    case 'call':
      return printCall(node, to)
    case 'jsonScalar':
      return printItems('JSON_SCALAR(', [node.of], ')', to)
    case 'coalesce':
      return printItems('coalesce(', node.items, ')', to)
    case 'exists':
      to.write('EXISTS ')
      return printSubquery(node.query, to)
    case 'in':
      printItems('(', node.left, ')', to)
      to.write(' IN ')
      return printSubquery(node.query, to)
    case 'subquery':
      return printSubquery(node.query, to)
    case 'tuple':
      return printItems('ROW(', node.items, ')', to)
    case 'array':
      printItems('ARRAY[', node.items, ']::', to)
      return to.type({ ...node.element, array: true })
  }
}

/** Kinds that never need parentheses as an operand. */
const atoms: ReadonlySet<SqlExpression['kind']> = new Set([
  'column',
  'row',
  'field',
  'parameter',
  'position',
  'text',
  'integer',
  'boolean',
  'null',
  'default',
  'call',
  'jsonScalar',
  'coalesce',
  'subquery',
  'tuple',
  'array',
  'cast',
  'exists',
  'case',
])

function printOperand(node: SqlExpression, to: SqlWriter): void {
  if (atoms.has(node.kind)) return printExpression(node, to)
  to.write('(')
  printExpression(node, to)
  to.write(')')
}

function printColumn({ table, name }: Node<'column'>, to: SqlWriter): void {
  if (table !== undefined) {
    to.name(table)
    to.write('.')
  }
  to.name(name)
}

function printField({ of, name }: Node<'field'>, to: SqlWriter): void {
  to.write('(')
  printExpression(of, to)
  to.write(').')
  to.name(name)
}

/**
 * A string constant. A backslash needs the escape form, whatever `standard_conforming_strings`
 * says.
 */
function textLiteral(value: string): string {
  const quoted = `'${value.replaceAll('\'', '\'\'').replaceAll('\\', '\\\\')}'`
  return value.includes('\\') ? `E${quoted}` : quoted
}

function printCast({ of, type }: Node<'cast'>, to: SqlWriter): void {
  to.write('(')
  printExpression(of, to)
  to.write(')::')
  to.type(type)
}

function printBinary({ operator, left, right }: Node<'binary'>, to: SqlWriter): void {
  printOperand(left, to)
  to.write(` ${operator} `)
  printOperand(right, to)
}

function printAny({ left, operator, array }: Node<'any'>, to: SqlWriter): void {
  printOperand(left, to)
  to.write(` ${operator} ANY (`)
  printExpression(array, to)
  to.write(')')
}

function printJunction(
  items: readonly SqlExpression[],
  word: string,
  empty: string,
  to: SqlWriter,
): void {
  if (items.length === 0) return to.write(empty)
  if (items.length === 1) return items.forEach(item => printExpression(item, to))
  to.list(items, word, item => printOperand(item, to))
}

function printCase({ when, otherwise }: Node<'case'>, to: SqlWriter): void {
  to.write('CASE')
  for (const { condition, value } of when) {
    to.write(' WHEN ')
    printExpression(condition, to)
    to.write(' THEN ')
    printExpression(value, to)
  }
  if (otherwise) {
    to.write(' ELSE ')
    printExpression(otherwise, to)
  }
  to.write(' END')
}

function printCall(node: Node<'call'>, to: SqlWriter): void {
  to.qualified(node.function)
  to.write('(')
  if (node.distinct) to.write('DISTINCT ')
  if (node.star) to.write('*')
  printArguments(node.arguments, to)
  if (node.orderBy) printOrderBy(node.orderBy, to)
  to.write(')')
  if (node.filter) {
    to.write(' FILTER (WHERE ')
    printExpression(node.filter, to)
    to.write(')')
  }
}

/** A function's arguments, positional and named. */
export function printArguments(items: readonly SqlArgument[], to: SqlWriter): void {
  to.list(items, ', ', ({ name, value }) => {
    if (name !== undefined) {
      to.name(name)
      to.write(' => ')
    }
    printExpression(value, to)
  })
}

function printItems(
  open: string,
  items: readonly SqlExpression[],
  close: string,
  to: SqlWriter,
): void {
  to.write(open)
  to.list(items, ', ', item => printExpression(item, to))
  to.write(close)
}

function printSubquery(query: Node<'subquery'>['query'], to: SqlWriter): void {
  to.write('(')
  to.query(query)
  to.write(')')
}

/** ` ORDER BY …`; nothing without keys. */
export function printOrderBy(keys: readonly SqlOrderBy[], to: SqlWriter): void {
  if (keys.length === 0) return
  to.write(' ORDER BY ')
  to.list(keys, ', ', ({ expression, direction, nulls }) => {
    printExpression(expression, to)
    to.write(
      `${direction === 'asc' ? ' ASC' : ' DESC'}${nulls === 'first' ? ' NULLS FIRST' : ' NULLS LAST'}`,
    )
  })
}
