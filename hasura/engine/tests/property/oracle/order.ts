import { Kind, type ObjectFieldNode, type ValueNode } from 'graphql'
import { keyFields } from '../generate/context.ts'
import { quoted, type WorldTable } from '../world.ts'
import { joined, NotPredicted, related, type VisibleTables } from './where.ts'

/** Sort keys in SQL, and whether no two rows can sort alike. */
export interface OrderSql {
  readonly keys: readonly string[]
  readonly total: boolean
}

/** The client's `order_by` for the row `alias` of `table`. */
export function orderSql(
  value: ValueNode | undefined,
  table: WorldTable,
  alias: string,
  tables: VisibleTables,
): OrderSql {
  const fields = entries(value)
  const own = new Set(
    fields.filter(field => field.value.kind === Kind.ENUM).map(field => field.name.value),
  )
  const key = keyFields(table)
  return {
    keys: fields.map(field => keySql(field, table, alias, tables)),
    total: key.length === table.key.length && key.every(name => own.has(name)),
  }
}

function entries(value: ValueNode | undefined): readonly ObjectFieldNode[] {
  if (!value || value.kind === Kind.NULL) return []
  const objects = value.kind === Kind.LIST ? value.values : [value]
  return objects.flatMap(object => (object.kind === Kind.OBJECT ? object.fields : refuse()))
}

function keySql(
  field: ObjectFieldNode,
  table: WorldTable,
  alias: string,
  tables: VisibleTables,
): string {
  const { expression, direction } = targetSql(field, table, alias, tables)
  const [way = '', ...nulls] = direction.toLowerCase().split('_')
  return `${expression} ${way} ${nulls.join(' ')}`
}

function targetSql(
  { name: { value: name }, value }: ObjectFieldNode,
  table: WorldTable,
  alias: string,
  tables: VisibleTables,
): { expression: string, direction: string } {
  if (value.kind === Kind.ENUM)
    return table.fields.has(name)
      ? { expression: `${alias}.${quoted(name)}`, direction: value.value }
      : refuse()
  const [only, ...others] = value.kind === Kind.OBJECT ? value.fields : []
  if (!only || others.length > 0) return refuse()
  const relationship = table.relationships.get(name)
  const aggregated = table.relationships.get(tables.spelling.plain(name).replace(/_aggregate$/, ''))
  let direction = ''
  if (relationship) {
    const expression = related(relationship, tables, (target, other) => {
      const below = targetSql(only, target, other, tables)
      direction = below.direction
      return `(select ${below.expression} from ${tables.name(target.type)} ${other} where ${joined(relationship, alias, other)} limit 1)`
    })
    return { expression, direction }
  }
  if (!aggregated || only.name.value !== 'count' || only.value.kind !== Kind.ENUM) return refuse()
  const expression = related(
    aggregated,
    tables,
    (target, other) =>
      `(select count(*) from ${tables.name(target.type)} ${other} where ${joined(aggregated, alias, other)})`,
  )
  return { expression, direction: only.value.value }
}

function refuse(): never {
  throw new NotPredicted('a sort key')
}
