-- That a task waits for another is told to the members of both goals. Where these are two, neither learns of the other's
-- task. A link that goes with its task is told where the other task is.
create or replace function record_dependency() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  link constant task_dependencies := coalesce(new, old);
  session constant jsonb := nullif(current_setting('hasura.user', true), '');
begin
  insert into private.unsealed_changes
      (transaction_id, goal_id, actor_id, door, action, entity, entity_id, difference, is_first)
    select
        pg_current_xact_id(),
        goal_id,
        (session ->> 'x-hasura-user-id')::uuid,
        left(session ->> 'x-hasura-door', 50),
        lower(tg_op)::history_action,
        tg_table_name,
        link.id,
        jsonb_build_object(case tg_op when 'INSERT' then 'new' else 'old' end, jsonb_object_agg(part, id)),
        row_number() over (order by goal_id) = 1
          and not exists (select from private.unsealed_changes where transaction_id = pg_current_xact_id())
      from tasks join (values ('task_id', link.task_id), ('depends_on_id', link.depends_on_id)) ends (part, id) using (id)
      group by goal_id;
  return null;
end
$$;

create or replace trigger task_dependencies_record_change after insert or delete on task_dependencies
  for each row execute function record_dependency();
