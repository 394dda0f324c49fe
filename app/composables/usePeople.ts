import { useQueryState } from './useQueryState'
import { useUndo } from './useUndo'
import { useWrite } from './useWrite'
import { peopleQuery, setActiveMutation, type Person } from '~/graphql/org_admin/people'
import { missing } from '~/utils/problems'

export type { Person }

/**
 * All users who have signed in, and the switch that deactivates one. Asked in role `org_admin`.
 */
export function usePeople() {
  const { state, retry } = useQueryState({
    document: peopleQuery,
    variables: {},
    role: 'org_admin',
    select: ({ users }) => users,
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

  return { state, retry, setActive }
}
