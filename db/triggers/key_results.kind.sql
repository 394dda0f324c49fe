-- A number has a start, a current value, and a target that differs from the start; a milestone is only done or not.
create or replace function keep_key_result_kind() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if new.kind = 'number' then
    new.start_value := coalesce(new.start_value, 0);
    new.current_value := coalesce(new.current_value, new.start_value);
    if new.target_value is null then
      perform refuse('key_results_target_given', 'key_results', 'target_value', 'say which number is to be reached');
    elsif new.target_value = new.start_value then
      perform refuse('key_results_target_differs', 'key_results', 'target_value', 'choose a target that differs from the start');
    elsif new.is_done then
      perform refuse('key_results_number_done', 'key_results', 'is_done', 'set the current value instead, only a milestone is done or not');
    end if;
  elsif new.start_value is not null then
    perform refuse('key_results_milestone_value', 'key_results', 'start_value', 'leave it out, a milestone has no numbers');
  elsif new.current_value is not null then
    perform refuse('key_results_milestone_value', 'key_results', 'current_value', 'leave it out, a milestone has no numbers');
  elsif new.target_value is not null then
    perform refuse('key_results_milestone_value', 'key_results', 'target_value', 'leave it out, a milestone has no numbers');
  end if;
  return new;
end
$$;

create or replace trigger key_results_keep_kind
  before insert or update of kind, start_value, current_value, target_value, is_done on key_results
  for each row execute function keep_key_result_kind();
