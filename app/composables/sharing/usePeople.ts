import { computed } from 'vue'
import { usePagedQuery } from '../request/usePagedQuery'
import type { QueryState } from '../request/useQueryState'
import { useUndo } from '../request/useUndo'
import { useWrite } from '../request/useWrite'
import { peopleQuery, setActiveMutation, type Person } from '~/graphql/org_admin/people'
import { missing } from '~/utils/problems'
import type { Rest } from '~/utils/rest'

export type { Person }

/** The people that have been read, by name, and how many there are in all. */
export interface PeopleList {
  people: Person[]
  total: number
  deactivated: number
  rest: Rest
}

/**
 * The users who have signed in, and the switch that deactivates one. `more` reads the next page.
 * Asked in role `org_admin`.
 */
export function usePeople() {
  const { state: pages, retry, more } = usePagedQuery({
    document: peopleQuery,
    variables: () => ({}),
    role: 'org_admin',
    pageSize: 200,
    rowsOf: ({ users }) => users,
    keyOf: ({ id }) => id,
  })
  const state = computed((): QueryState<PeopleList> => {
    if (pages.value.kind !== 'ready') return pages.value
    const { rows: people, first, rest } = pages.value.data
    const total = first.everyone.aggregate?.count ?? people.length
    const deactivated = first.deactivated.aggregate?.count ?? 0
    return { ...pages.value, data: { people, total, deactivated, rest } }
  })
  const write = useWrite('org_admin')
  const { refuse } = useUndo()

  async function setActive(person: Person, active: boolean): Promise<void> {
    const outcome = await write({
      document: setActiveMutation,
      variables: { id: person.id, active },
      read: ({ update_users_by_pk: row }) => row ?? missing('person'),
    })
    if (outcome.kind === 'refused')
      refuse(`${person.name} was not changed`, outcome.problem, () => setActive(person, active))
  }

  return { state, retry, more, setActive }
}
