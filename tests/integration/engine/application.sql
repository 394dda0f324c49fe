-- What the database chose when the fixture was planted, ids and times, becomes the same in every run: a seed means the same documents.
begin;
set local session_replication_role = replica;
create temporary table pinned on commit drop as
  select id, md5('goal ' || coalesce(created_by::text, '') || title)::uuid as fixed from goals where is_inbox;
update user_goals set goal_id = fixed from pinned where goal_id = pinned.id;
update goal_grants set goal_id = fixed from pinned where goal_id = pinned.id;
update tasks set goal_id = fixed from pinned where goal_id = pinned.id;
update goal_figures set goal_id = fixed from pinned where goal_id = pinned.id;
update goal_progress set goal_id = fixed, day = '2026-01-12' from pinned where goal_id = pinned.id;
update goals set parent_id = fixed from pinned where parent_id = pinned.id;
update goals set id = fixed from pinned where goals.id = pinned.id;
update categories set id = md5('category ' || user_id || name)::uuid where not exists (select from tasks where category_id = categories.id);
update users set created_at = '2026-01-01 10:00Z', updated_at = '2026-01-01 11:00Z';
update goals set created_at = '2026-01-02 10:00Z', updated_at = '2026-01-02 11:00Z', deleted_at = case when deleted_at is not null then timestamptz '2026-01-03 10:00Z' end;
update tasks set created_at = '2026-01-04 10:00Z', updated_at = '2026-01-04 11:00Z', deleted_at = case when deleted_at is not null then timestamptz '2026-01-05 10:00Z' end;
update key_results set created_at = '2026-01-09 10:00Z', updated_at = '2026-01-09 11:00Z', deleted_at = case when deleted_at is not null then timestamptz '2026-01-09 12:00Z' end;
update check_ins set created_at = '2026-01-10 10:00Z', updated_at = '2026-01-10 11:00Z';
update task_dependencies set created_at = '2026-01-11 10:00Z';
update categories set created_at = '2026-01-06 10:00Z', updated_at = '2026-01-06 11:00Z';
update user_goals set created_at = '2026-01-07 10:00Z';
update goal_grants set created_at = '2026-01-07 11:00Z', updated_at = '2026-01-07 12:00Z';
update invitations set created_at = '2026-01-12 10:00Z', updated_at = '2026-01-12 11:00Z';
update goal_progress set day = '2026-01-12';
update period_closes set created_at = '2026-01-13 10:00Z';
update settings set updated_at = '2026-01-08 10:00Z';
commit;
