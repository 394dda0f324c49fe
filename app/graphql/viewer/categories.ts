import { viewerGraphql } from '../roles.ts'

/** One's own categories in their order. */
export const categoriesQuery = viewerGraphql(`
  query Categories { categories(order_by: [{ position: asc }, { name: asc }]) { id name } }
`)
