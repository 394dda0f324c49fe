import { ref } from 'vue'
import { useQueryState } from './useQueryState'
import { useUndo } from './useUndo'
import { useWrite } from './useWrite'
import { peopleQuery, setActiveMutation, type Person } from '~/graphql/org_admin/people'
import { missing } from '~/utils/problems'

export type { Person }

/** People who are shown at once. */
const pageSize = 200

/** The people that have been read, by name, and how many there are in all. */
export interface PeopleList {
  people: Person[]
  total: number
  deactivated: number
}

/**
 * The users who have signed in, and the switch that deactivates one. `more` reads the next page.
 * Asked in role `org_admin`.
 */
export function usePeople() {
  const limit = ref(pageSize)
  const { state, retry } = useQueryState({
    document: peopleQuery,
    variables: () => ({ limit: limit.value }),
    role: 'org_admin',
    select: ({ users, everyone, deactivated }): PeopleList => ({
      people: users,
      total: everyone.aggregate?.count ?? users.length,
      deactivated: deactivated.aggregate?.count ?? 0,
    }),
  })
  const more = () => {
    limit.value += pageSize
  }
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
