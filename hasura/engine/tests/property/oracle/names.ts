import { isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql'
import type { World, WorldSession, WorldTable } from '../world.ts'

/**
 * What a role's schema shows under names that the world does not know: of those nothing would be
 * predicted.
 */
export function unknownNames(
  schema: GraphQLSchema,
  world: World,
  { visible }: WorldSession,
): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType)
  return world.tables
    .filter(table => visible[table.type] !== undefined)
    .flatMap((table) => {
      const type = types.find(({ name }) => world.spelling.plainType(name) === table.type)
      return type ? unknownFields(type, table, world) : [`no type shows ${table.type}`]
    })
}

function unknownFields(
  type: GraphQLObjectType,
  table: WorldTable,
  { spelling, functions }: World,
): string[] {
  const isKnown = (name: string) =>
    table.fields.has(name)
    || [name, spelling.plain(name).replace(/_aggregate$/, '')].some(
      one => table.relationships.has(one) || functions.has(one),
    )
  return Object.keys(type.getFields())
    .filter(name => !isKnown(name))
    .map(name => `${type.name}.${name} is unknown`)
}
