-- Nobody gains or loses when a goal is deleted for good: what its sub-goals inherited through it is granted on them
-- then. Asks the grants, because the same transaction may have changed some of them.
create or replace function hand_down_grants() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
begin
  insert into goal_grants as own (goal_id, user_id, role)
    select child.id, above.user_id, min(above.role)
    from goals child, unnest(goal_path(old.id)) as path (id) join goal_grants above on above.goal_id = path.id
    where child.parent_id = old.id
    group by child.id, above.user_id
    on conflict (goal_id, user_id) do update set role = excluded.role where excluded.role < own.role;
  return old;
end
$$;

create or replace trigger goals_hand_down_grants before delete on goals
  for each row execute function hand_down_grants();
