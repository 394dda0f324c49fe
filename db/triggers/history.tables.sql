-- Every table that a person can write has its history: one trigger each.
create or replace trigger goals_record_change after insert or update or delete on goals
  for each row execute function record_change('goal', 'id', 'progress');

create or replace trigger tasks_record_change after insert or update or delete on tasks
  for each row execute function record_change('goal', 'goal_id');

create or replace trigger key_results_record_change after insert or update or delete on key_results
  for each row execute function record_change('goal', 'goal_id');

create or replace trigger check_ins_record_change after insert or update or delete on check_ins
  for each row execute function record_change('goal', 'goal_id');

create or replace trigger goal_grants_record_change after update or delete on goal_grants
  for each row execute function record_change('goal', 'goal_id', 'user_id', 'granted_by');

-- That its maker owns a goal goes without saying, and so does what its sub-goals keep of one that is gone.
create or replace trigger goal_grants_record_grant after insert on goal_grants
  for each row when (new.granted_by is not null) execute function record_change('goal', 'goal_id', 'user_id', 'granted_by');

create or replace trigger categories_record_change after insert or update or delete on categories
  for each row execute function record_change('person', 'user_id', 'user_id');

create or replace trigger settings_record_change after insert or update or delete on settings
  for each row execute function record_change('person', 'user_id', 'user_id');

-- An invitation is nothing that all members of the goal may know of.
create or replace trigger invitations_record_change after insert or update or delete on invitations
  for each row execute function record_change('person', 'invited_by', 'invited_by', 'invited_user_id');

create or replace trigger period_closes_record_change after insert or update or delete on period_closes
  for each row execute function record_change('person', 'user_id', 'user_id');

-- Of a person, whether they are active: the one thing that others write of them.
create or replace trigger users_record_change after insert or update or delete on users
  for each row execute function record_change('person', 'id', 'username', 'email', 'name', 'avatar_url', 'role', 'last_login_at');
