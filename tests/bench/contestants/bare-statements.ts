/** The dashboard of the person $1, as one statement that answers the finished response body. */
const mine = `with mine as (
  select g.id, g.title, g.horizon, g.status, g.progress, g.target_date, m.created_at
  from users u join user_goals m on m.user_id = u.id join goals g on g.id = m.goal_id
  where u.id = $1 and u.is_active and g.deleted_at is null
), newest as (select * from mine order by created_at desc limit 20)`

const statuses = ['active', 'completed', 'on_hold', 'cancelled']

const objectCounts = statuses.map(
  status => `'${status}',
      (select json_build_object('aggregate', json_build_object('count', count(*))) from mine where status = '${status}')`,
)

/** With `json_build_object`, as most hands write it. */
export const objectStatement = `${mine}
select json_build_object('data', json_build_object(
  'goals', (
    select coalesce(json_agg(json_build_object('goal', json_build_object(
      'id', g.id, 'title', g.title, 'horizon', g.horizon, 'status', g.status, 'progress', g.progress,
      'target_date', g.target_date, 'tasks', (
        select coalesce(json_agg(json_build_object(
          'id', t.id, 'title', t.title, 'status', t.status, 'priority', t.priority, 'due_date', t.due_date
        ) order by t.position, t.id), '[]')
        from tasks t where t.goal_id = g.id and t.deleted_at is null
      )
    )) order by g.created_at desc), '[]')
    from newest g
  ),
  ${objectCounts.join(',\n  ')}
))::text as body`

const rowCounts = statuses.map(
  status => `(
    select row_to_json(a) from (
      select row_to_json(c) as aggregate from (select count(*) from mine where status = '${status}') c
    ) a
  ) as ${status}`,
)

/** With `row_to_json`, which is faster. */
export const rowStatement = `${mine}
select '{"data":' || row_to_json(d)::text || '}' as body from (select
  (
    select coalesce(json_agg(row_to_json(r)), '[]') from (
      select (
        select row_to_json(x) from (select g.id, g.title, g.horizon, g.status, g.progress, g.target_date, (
          select coalesce(json_agg(row_to_json(k)), '[]') from (
            select t.id, t.title, t.status, t.priority, t.due_date
            from tasks t where t.goal_id = g.id and t.deleted_at is null order by t.position, t.id
          ) k
        ) as tasks) x
      ) as goal from newest g order by g.created_at desc
    ) r
  ) as goals,
  ${rowCounts.join(',\n  ')}
) d`
