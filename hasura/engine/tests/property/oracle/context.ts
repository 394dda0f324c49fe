import type { FragmentDefinitionNode } from 'graphql'
import type { World } from '../world.ts'
import type { Oracle } from './visible.ts'

/** What a check works with; problems collect in a list. */
export interface CheckContext {
  readonly world: World
  readonly oracle: Oracle
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly problems: string[]
  /**
   * Set when rows are cut in an order that the document leaves open: asked again, it may give
   * others.
   */
  isOpen: boolean
}
