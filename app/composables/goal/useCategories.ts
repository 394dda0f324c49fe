import { computed, onMounted, ref } from 'vue'
import { useQueryState } from '../request/useQueryState'
import { useWrite, type Outcome } from '../request/useWrite'
import { createCategoryMutation } from '~/graphql/member/categories'
import { categoriesQuery } from '~/graphql/viewer/categories'
import { missing } from '~/utils/problems'

/** A category. */
export interface Category {
  id: string
  name: string
}

/** One's own categories, asked for after the first view, and how another is made. */
export function useCategories() {
  const write = useWrite()
  const isMounted = ref(false)
  onMounted(() => (isMounted.value = true))
  const { state } = useQueryState({
    document: categoriesQuery,
    variables: {},
    when: () => isMounted.value,
    live: true,
    select: ({ categories }) => categories,
  })

  /** Makes a category; one that has this name already is the answer too. */
  function create(name: string): Promise<Outcome<Category>> {
    return write({
      document: createCategoryMutation,
      variables: { name },
      read: ({ insert_categories_one: row }) => row ?? missing('category'),
    })
  }

  return {
    categories: computed((): Category[] => (state.value.kind === 'ready' ? state.value.data : [])),
    create,
  }
}
