-- Rows in every table of the release that knew goals, tasks and members, and none of what has come since.
insert into users (id, username, email, name, avatar_url, role, is_active, last_login_at) values
  ('a0000000-0000-4000-8000-000000000000', 'alice', 'alice@example.test', 'Alice', 'https://example.test/a.png', 'org_admin', true, '2026-03-01T08:00Z'),
  ('b0000000-0000-4000-8000-000000000000', 'bob', 'bob@example.test', 'Bob', null, 'member', true, '2026-03-02T08:00Z'),
  ('c0000000-0000-4000-8000-000000000000', 'vera', null, 'Vera', null, 'viewer', true, null),
  ('d0000000-0000-4000-8000-000000000000', 'dan', 'dan@example.test', 'Dan', null, 'member', false, '2025-12-31T23:59:59.999Z');

insert into categories (user_id, name, color, position, client_key) values
  ('a0000000-0000-4000-8000-000000000000', 'Health', 'red', -1.5, gen_random_uuid()),
  ('b0000000-0000-4000-8000-000000000000', 'Health', 'a very dark blue', 1e15, null);

insert into goals (id, parent_id, horizon, status, title, description, success_criteria, target_date, manual_progress, position, created_by, client_key) values
  ('a0000000-0000-4000-8000-000000000001', null, 'yearly', 'active', 'Run a marathon', 'In Łódź', '< 4 h', '2026-12-31', 40, 1, 'a0000000-0000-4000-8000-000000000000', gen_random_uuid()),
  ('a0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'quarterly', 'active', 'Run 30 km', '', '', null, 0, 0, 'a0000000-0000-4000-8000-000000000000', null),
  ('a0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000002', 'monthly', 'on_hold', 'Run 20 km', '', '', '2026-06-30', 99, 2, 'a0000000-0000-4000-8000-000000000000', null),
  ('a0000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000002', 'weekly', 'completed', 'Run 10 km', '', '', '2026-04-05', 0, 1, 'a0000000-0000-4000-8000-000000000000', null),
  ('a0000000-0000-4000-8000-000000000005', null, 'weekly', 'cancelled', 'Swim', '', '', null, 15, 0, 'a0000000-0000-4000-8000-000000000000', null),
  ('a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001', 'monthly', 'active', 'Buy shoes', '', '', null, 0, 0, 'a0000000-0000-4000-8000-000000000000', null),
  ('b0000000-0000-4000-8000-000000000001', null, 'yearly', 'active', 'Read twelve books', '', '', '9999-12-31', 8, 0, 'b0000000-0000-4000-8000-000000000000', null),
  ('d0000000-0000-4000-8000-000000000001', null, 'yearly', 'active', 'Come back', '', '', null, 0, 0, 'd0000000-0000-4000-8000-000000000000', null),
  ('e0000000-0000-4000-8000-000000000001', null, 'yearly', 'active', 'Nobody''s', '', '', null, 30, 0, null, null);
update goals set deleted_at = '2026-03-03T12:00Z' where title = 'Buy shoes';

insert into user_goals (user_id, goal_id, role) values
  ('b0000000-0000-4000-8000-000000000000', 'a0000000-0000-4000-8000-000000000001', 'editor'),
  ('c0000000-0000-4000-8000-000000000000', 'a0000000-0000-4000-8000-000000000002', 'viewer'),
  ('d0000000-0000-4000-8000-000000000000', 'b0000000-0000-4000-8000-000000000001', 'owner');

insert into tasks (goal_id, category_id, title, notes, status, priority, due_date, position, created_by, client_key, deleted_at)
  select 'a0000000-0000-4000-8000-000000000003', categories.id, status || ' of Alice', 'A note', status, priority, '2026-05-01', priority,
    user_id, gen_random_uuid(), case priority when 5 then '2026-03-03T12:00Z'::timestamptz end
  from categories, unnest(enum_range(null::task_status)) with ordinality as statuses (status, priority)
  where user_id = 'a0000000-0000-4000-8000-000000000000' and name = 'Health';
insert into tasks (goal_id, title, created_by)
  select id, 'Of the goal ' || title, created_by from goals;
update tasks set deleted_at = '2026-03-04T12:00Z' where title = 'Of the goal Swim';

insert into settings (user_id, key, value) values
  ('a0000000-0000-4000-8000-000000000000', 'theme', '"dark"'),
  ('b0000000-0000-4000-8000-000000000000', 'week', '{"starts": 1, "days": [1, 2, 3]}');

insert into private.sessions (id, user_id, sub, sid, id_token, access_token, access_token_expires_at, refresh_token, expires_at) values
  ('\x01', 'a0000000-0000-4000-8000-000000000000', 'a0000000-0000-4000-8000-000000000000', 'sid', 'sealed', 'sealed', 'tomorrow', 'sealed', 'tomorrow'),
  ('\x02', 'b0000000-0000-4000-8000-000000000000', 'another', null, 'sealed', 'sealed', 'tomorrow', null, 'tomorrow');
insert into private.logout_tokens (id, expires_at) values ('\x03', 'tomorrow');
update private.quotas set max = 12345 where name = 'goals';
insert into private.quota_room (user_id, name, max, room) values ('a0000000-0000-4000-8000-000000000000', 'goals', 12345, 100);
