import { memberGraphql } from '../roles.ts'

/** Makes a category of one's own, or finds the one that has this name already. */
export const createCategoryMutation = memberGraphql(`
  mutation CreateCategory($name: String!) {
    insert_categories_one(
      object: { name: $name }
      on_conflict: { constraint: categories_user_id_name_key, update_columns: [name] }
    ) { id name }
  }
`)
