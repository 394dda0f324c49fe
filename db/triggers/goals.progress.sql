-- A completed goal counts as 100 per cent. Its own figure stays in manual_progress and is shown again once the goal is
-- reopened. Clients write only "progress": on an open goal it sets manual_progress, in the update that completes the goal
-- it has no effect.
create or replace function keep_progress() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    new.manual_progress := new.progress;
  elsif new.progress is distinct from old.progress then
    if new.status <> 'completed' then
      new.manual_progress := new.progress;
    elsif old.status = 'completed' then
      perform refuse('goals_progress_completed', 'goals', 'progress', 'reopen the goal to change its progress');
    end if;
  end if;
  if new.status = 'completed' and new.progress is not null then
    new.progress := 100;
  else
    new.progress := new.manual_progress;
  end if;
  return new;
end
$$;

create or replace trigger goals_keep_progress before insert or update of status, progress, manual_progress on goals
  for each row execute function keep_progress();
