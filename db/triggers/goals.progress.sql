-- What a person says of a goal's progress is manual_progress; what the goal shows is in goal_figures (goals.figures.sql).
-- The column "progress" is for clients of the release before: they write it as what a person says, and read in it 100
-- while the goal is completed. With the step to "completed" it says nothing new.
create or replace function keep_progress() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    if new.manual_progress = 0 then
      new.manual_progress := new.progress;
    end if;
  elsif new.manual_progress is not distinct from old.manual_progress and new.progress is distinct from old.progress then
    if new.status <> 'completed' then
      new.manual_progress := new.progress;
    elsif old.status = 'completed' then
      perform refuse('goals_progress_completed', 'goals', 'progress', 'reopen the goal to change its progress');
    end if;
  end if;
  if new.status = 'completed' and new.progress is not null then
    new.progress := 100;
  else
    new.progress := coalesce(new.manual_progress, new.progress);
  end if;
  return new;
end
$$;

create or replace trigger goals_keep_progress before insert or update of status, progress, manual_progress on goals
  for each row execute function keep_progress();
