-- A check-in may set the value of a key result. A key result that does not exist, is in the trash, belongs to another
-- goal, or to a goal that the acting user may not edit gives the same error, so that no ids can be probed.
create or replace function check_check_in_value() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  of_kind key_result_kind;
begin
  if new.value is null then
    perform refuse('check_ins_value_given', 'check_ins', 'value', 'say what the key result has become');
  elsif new.key_result_id is null then
    perform refuse('check_ins_key_result_given', 'check_ins', 'key_result_id', 'say which key result has this value');
  end if;
  select kind into of_kind from key_results
    where id = new.key_result_id and goal_id = new.goal_id and deleted_at is null and may_edit_goal(goal_id);
  if of_kind is null then
    perform refuse('check_ins_key_result_allowed', 'check_ins', 'key_result_id', 'choose a key result of this goal');
  elsif of_kind = 'milestone' then
    perform refuse('check_ins_value_of_milestone', 'check_ins', 'value', 'leave it out, a milestone has no numbers');
  end if;
  return new;
end
$$;

create or replace function take_over_value() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  update key_results set current_value = new.value where id = new.key_result_id;
  return null;
end
$$;

create or replace trigger check_ins_check_value before insert on check_ins
  for each row when (new.value is not null or new.key_result_id is not null) execute function check_check_in_value();

create or replace trigger check_ins_take_over_value after insert on check_ins
  for each row when (new.value is not null) execute function take_over_value();
