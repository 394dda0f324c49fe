-- A task that moves to another goal without its parent becomes a top-level task there, and loses a category whose owner is
-- not a member of that goal. Runs after the statement, because a task and its subtasks may move in one.
create or replace function settle_in_goal() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  update tasks
    set parent_id = (select parent.id from tasks parent where parent.id = tasks.parent_id and parent.goal_id = tasks.goal_id),
      category_id = (
        select category.id
        from categories category join user_goals membership on membership.user_id = category.user_id
        where category.id = tasks.category_id and membership.goal_id = tasks.goal_id
      )
    where id = new.id;
  return null;
end
$$;

create or replace trigger tasks_settle_in_goal after update of goal_id on tasks
  for each row when (
    old.goal_id is distinct from new.goal_id and (new.parent_id is not null or new.category_id is not null)
  ) execute function settle_in_goal();
