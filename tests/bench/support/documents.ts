/**
 * The dashboard for Hasura's schema: the 20 newest goals of the caller with their tasks, and how
 * many are in which status.
 */
export const hasuraDashboard = /* GraphQL */ `
  query Dashboard {
    goals: user_goals(order_by: { created_at: desc }, limit: 20) {
      goal {
        id
        title
        horizon
        status
        figures {
          progress
        }
        target_date
        tasks(order_by: [{ position: asc }, { id: asc }]) {
          id
          title
          status
          priority
          due_date
        }
      }
    }
    active: goals_aggregate(where: { status: { _eq: active } }) {
      aggregate {
        count
      }
    }
    completed: goals_aggregate(where: { status: { _eq: completed } }) {
      aggregate {
        count
      }
    }
    on_hold: goals_aggregate(where: { status: { _eq: on_hold } }) {
      aggregate {
        count
      }
    }
    cancelled: goals_aggregate(where: { status: { _eq: cancelled } }) {
      aggregate {
        count
      }
    }
  }
`

/** The same for the release before, where progress is a column of the goal. */
export const dashboardBefore = hasuraDashboard.replace(/figures \{\s+progress\s+\}/, 'progress')

/** Only the list of it. */
export const hasuraNewest = /* GraphQL */ `
  query Newest {
    user_goals(order_by: { created_at: desc }, limit: 20) {
      goal {
        id
        title
        horizon
        status
        figures {
          progress
        }
        target_date
      }
    }
  }
`

/** The dashboard for the resolvers of contestants/data-loader.ts. */
export const resolversDashboard = /* GraphQL */ `
  query Dashboard {
    goals {
      id
      title
      horizon
      status
      progress
      target_date
      tasks {
        id
        title
        status
        priority
        due_date
      }
    }
    counts {
      active
      completed
      on_hold
      cancelled
    }
  }
`

/**
 * The dashboard for PostGraphile's schema; trashed tasks, of which there are none, would need a
 * column of their own to leave out.
 */
export const postgraphileDashboard = /* GraphQL */ `
  query Dashboard($user: UUID!) {
    goals: allBenchMemberships(
      condition: { userId: $user }
      orderBy: [CREATED_AT_DESC]
      first: 20
    ) {
      nodes {
        goal {
          rowId
          title
          horizon
          status
          progress
          targetDate
          tasksByGoalId(orderBy: [POSITION_ASC]) {
            nodes {
              rowId
              title
              status
              priority
              dueDate
            }
          }
        }
      }
    }
    active: allBenchMemberships(condition: { userId: $user, status: active }) {
      totalCount
    }
    completed: allBenchMemberships(condition: { userId: $user, status: completed }) {
      totalCount
    }
    on_hold: allBenchMemberships(condition: { userId: $user, status: on_hold }) {
      totalCount
    }
    cancelled: allBenchMemberships(condition: { userId: $user, status: cancelled }) {
      totalCount
    }
  }
`
