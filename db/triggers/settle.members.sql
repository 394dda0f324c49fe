-- Derives who is a member of these goals, and of everything below them whose members change by it: a person's role is
-- the strongest of what was granted on the goal and what they are in the goal above. Called by settle_goals() alone,
-- under its locks, and once by a migration.
--
-- Writing a membership needs its goal and person to stay. Whoever deletes one of them for good at this moment may be
-- waiting for these very locks, so this does not wait for them: the transaction fails as one that can be repeated.
create or replace function settle_members(touched uuid[]) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
  set lock_timeout = '100ms'
as $$
declare
  level uuid[] := touched;
  outdated_goals uuid[];
  outdated_people uuid[];
  changed uuid[];
  without_owner uuid[];
  doubtful uuid[] := '{}';
begin
  while level is not null loop
    with expected as (
      select goals.id as goal_id, source.user_id, min(source.role) as role,
        min(source.role) filter (where source.is_granted) as granted_role
      from unnest(level) as wanted (id) join goals on goals.id = wanted.id
        cross join lateral (
          select user_id, role, true from goal_grants where goal_id = goals.id
          union all
          select user_id, role, false from user_goals where goal_id = goals.parent_id
        ) as source (user_id, role, is_granted)
      group by goals.id, source.user_id
    ), actual as (
      select membership.* from unnest(level) as wanted (id) join user_goals membership on membership.goal_id = wanted.id
    ), outdated as (
      select goal_id, user_id, expected.role, expected.granted_role, actual.role as former_role
      from expected full join actual using (goal_id, user_id)
      where (expected.role, expected.granted_role) is distinct from (actual.role, actual.granted_role)
    ), removed as (
      delete from user_goals using outdated
      where outdated.role is null and user_goals.user_id = outdated.user_id and user_goals.goal_id = outdated.goal_id
    ), written as (
      insert into user_goals (user_id, goal_id, role, granted_role)
        select user_id, goal_id, role, granted_role from outdated where role is not null
        on conflict (user_id, goal_id) do update set role = excluded.role, granted_role = excluded.granted_role
    )
    select array_agg(distinct goal_id), array_agg(distinct user_id),
        array_agg(distinct goal_id) filter (where role is distinct from former_role),
        array_agg(distinct goal_id) filter (where former_role = 'owner' and role is distinct from 'owner')
      into outdated_goals, outdated_people, changed, without_owner
      from outdated;
    perform from goals where id = any (outdated_goals) for key share;
    perform from users where id = any (outdated_people) for key share;
    doubtful := doubtful || without_owner;
    select array_agg(id) into level from goals where parent_id = any (changed);
  end loop;
  if exists (
    select from goals where id = any (doubtful)
      and not exists (select from user_goals where goal_id = goals.id and role = 'owner')
  ) then
    perform refuse('user_goals_last_owner', 'goal_grants', 'role', 'make somebody else the owner of this goal first');
  end if;
exception
  when lock_not_available then
    raise serialization_failure using message = 'a goal or a person was being deleted for good, try again';
end
$$;
