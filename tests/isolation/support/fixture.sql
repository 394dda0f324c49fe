-- Rows for the isolation proof. Inserts of users and goals also fire the application's own triggers (Inbox, category, owner's row).
insert into users (id, username, email, name, is_active) values
  ('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'alice', 'alice@example.test', 'Alice', true),
  ('eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee', 'erin', 'erin@example.test', 'Erin', true),
  ('11111111-1111-4111-8111-111111111111', 'victor', 'victor@example.test', 'Victor', true),
  ('bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', 'bob', 'bob@example.test', 'Bob', true),
  ('22222222-2222-4222-8222-222222222222', 'vera', 'vera@example.test', 'Vera', true),
  ('33333333-3333-4333-8333-333333333333', 'olga', 'olga@example.test', 'Olga', true),
  ('dddddddd-dddd-4ddd-8ddd-dddddddddddd', 'dan', 'dan@example.test', 'Dan', true);

insert into goals (id, title, horizon, created_by, parent_id) values
  ('a0000000-0000-4000-8000-000000000001', 'private', 'yearly', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', null),
  ('a0000000-0000-4000-8000-000000000002', 'shared', 'yearly', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', null),
  ('a0000000-0000-4000-8000-000000000003', 'shared, below a private one', 'monthly', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'a0000000-0000-4000-8000-000000000001'),
  ('a0000000-0000-4000-8000-000000000005', 'below a shared one', 'monthly', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'a0000000-0000-4000-8000-000000000002'),
  ('a0000000-0000-4000-8000-000000000004', 'in the trash', 'weekly', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', null),
  ('b0000000-0000-4000-8000-000000000001', 'bob''s own', 'yearly', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', null),
  ('d0000000-0000-4000-8000-000000000001', 'dan''s own', 'yearly', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd', null),
  ('d0000000-0000-4000-8000-000000000002', 'dan''s in the trash', 'yearly', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd', null),
  ('20000000-0000-4000-8000-000000000001', 'vera''s own', 'yearly', '22222222-2222-4222-8222-222222222222', null),
  ('20000000-0000-4000-8000-000000000002', 'vera''s in the trash', 'yearly', '22222222-2222-4222-8222-222222222222', null),
  ('c0000000-0000-4000-8000-000000000001', 'nobody''s', 'yearly', null, null);

insert into goal_grants (goal_id, user_id, role) values
  ('a0000000-0000-4000-8000-000000000002', 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee', 'editor'),
  ('a0000000-0000-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'viewer'),
  ('a0000000-0000-4000-8000-000000000002', '22222222-2222-4222-8222-222222222222', 'editor'),
  ('a0000000-0000-4000-8000-000000000002', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd', 'editor'),
  ('a0000000-0000-4000-8000-000000000003', 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee', 'editor'),
  ('a0000000-0000-4000-8000-000000000003', '11111111-1111-4111-8111-111111111111', 'viewer'),
  ('a0000000-0000-4000-8000-000000000004', 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee', 'editor'),
  ('a0000000-0000-4000-8000-000000000004', '11111111-1111-4111-8111-111111111111', 'viewer'),
  ('a0000000-0000-4000-8000-000000000004', '22222222-2222-4222-8222-222222222222', 'editor');

insert into invitations (id, goal_id, invitee, role, invited_by, status, expires_at) values
  ('a0000000-0000-4000-8000-0000000000a1', 'a0000000-0000-4000-8000-000000000002', 'olga', 'editor', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'pending', now() + interval '30 days'),
  ('a0000000-0000-4000-8000-0000000000a2', 'a0000000-0000-4000-8000-000000000002', 'nobody@example.test', 'viewer', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'pending', now() + interval '30 days'),
  ('a0000000-0000-4000-8000-0000000000a3', 'a0000000-0000-4000-8000-000000000001', 'erin', 'viewer', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'pending', now() + interval '30 days'),
  ('a0000000-0000-4000-8000-0000000000a4', 'a0000000-0000-4000-8000-000000000001', 'dan', 'editor', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'pending', now() + interval '30 days'),
  ('a0000000-0000-4000-8000-0000000000a5', 'a0000000-0000-4000-8000-000000000004', 'bob', 'viewer', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'pending', now() + interval '30 days'),
  ('a0000000-0000-4000-8000-0000000000a6', 'a0000000-0000-4000-8000-000000000001', 'bob', 'owner', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'pending', timestamptz '2026-01-01'),
  ('a0000000-0000-4000-8000-0000000000a7', 'a0000000-0000-4000-8000-000000000001', 'victor', 'owner', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'revoked', now() + interval '30 days'),
  ('a0000000-0000-4000-8000-0000000000a8', 'a0000000-0000-4000-8000-000000000001', 'vera', 'owner', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'declined', now() + interval '30 days'),
  ('20000000-0000-4000-8000-0000000000a2', '20000000-0000-4000-8000-000000000002', 'bob', 'viewer', '22222222-2222-4222-8222-222222222222', 'pending', now() + interval '30 days'),
  ('b0000000-0000-4000-8000-0000000000a1', 'b0000000-0000-4000-8000-000000000001', 'alice', 'editor', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', 'pending', now() + interval '30 days'),
  ('d0000000-0000-4000-8000-0000000000a1', 'd0000000-0000-4000-8000-000000000001', 'bob', 'editor', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd', 'pending', now() + interval '30 days'),
  ('20000000-0000-4000-8000-0000000000a1', '20000000-0000-4000-8000-000000000001', 'victor', 'viewer', '22222222-2222-4222-8222-222222222222', 'pending', now() + interval '30 days');

insert into categories (id, user_id, name) values
  ('a0000000-0000-4000-8000-0000000000c1', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'Health'),
  ('b0000000-0000-4000-8000-0000000000c1', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', 'Health'),
  ('e0000000-0000-4000-8000-0000000000c1', 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee', 'Work'),
  ('d0000000-0000-4000-8000-0000000000c1', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd', 'Work');

insert into tasks (id, goal_id, category_id, title, created_by) values
  ('a0000000-0000-4000-8000-0000000000f1', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-0000000000c1', 'of a private goal', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000f2', 'a0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-0000000000c1', 'of a shared goal', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000f3', 'a0000000-0000-4000-8000-000000000004', null, 'of a goal in the trash', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000f4', 'a0000000-0000-4000-8000-000000000002', null, 'in the trash', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000f6', 'a0000000-0000-4000-8000-000000000002', null, 'of a shared goal, too', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000f7', 'a0000000-0000-4000-8000-000000000002', null, 'of a shared goal, without links', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000f5', 'a0000000-0000-4000-8000-000000000004', null, 'in the trash, of a goal in the trash', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('b0000000-0000-4000-8000-0000000000f1', 'b0000000-0000-4000-8000-000000000001', null, 'bob''s', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'),
  ('d0000000-0000-4000-8000-0000000000f1', 'd0000000-0000-4000-8000-000000000001', null, 'dan''s', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd'),
  ('d0000000-0000-4000-8000-0000000000f3', 'd0000000-0000-4000-8000-000000000001', null, 'dan''s other', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd'),
  ('d0000000-0000-4000-8000-0000000000f2', 'd0000000-0000-4000-8000-000000000001', null, 'dan''s in the trash', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd'),
  ('20000000-0000-4000-8000-0000000000f1', '20000000-0000-4000-8000-000000000001', null, 'vera''s', '22222222-2222-4222-8222-222222222222');

insert into key_results (id, goal_id, title, target_value, created_by) values
  ('a0000000-0000-4000-8000-0000000000e1', 'a0000000-0000-4000-8000-000000000001', 'of a private goal', 10, 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000e2', 'a0000000-0000-4000-8000-000000000002', 'of a shared goal', 10, 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000e3', 'a0000000-0000-4000-8000-000000000004', 'of a goal in the trash', 10, 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000e4', 'a0000000-0000-4000-8000-000000000002', 'in the trash', 10, 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000e5', 'a0000000-0000-4000-8000-000000000004', 'in the trash, of a goal in the trash', 10, 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('b0000000-0000-4000-8000-0000000000e1', 'b0000000-0000-4000-8000-000000000001', 'bob''s', 10, 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'),
  ('d0000000-0000-4000-8000-0000000000e1', 'd0000000-0000-4000-8000-000000000001', 'dan''s', 10, 'dddddddd-dddd-4ddd-8ddd-dddddddddddd'),
  ('d0000000-0000-4000-8000-0000000000e2', 'd0000000-0000-4000-8000-000000000001', 'dan''s in the trash', 10, 'dddddddd-dddd-4ddd-8ddd-dddddddddddd'),
  ('20000000-0000-4000-8000-0000000000e1', '20000000-0000-4000-8000-000000000001', 'vera''s', 10, '22222222-2222-4222-8222-222222222222');

insert into check_ins (id, goal_id, note, created_by) values
  ('a0000000-0000-4000-8000-0000000000b1', 'a0000000-0000-4000-8000-000000000001', 'of a private goal', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000b2', 'a0000000-0000-4000-8000-000000000002', 'of a shared goal', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('e0000000-0000-4000-8000-0000000000b1', 'a0000000-0000-4000-8000-000000000002', 'erin''s', 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee'),
  ('10000000-0000-4000-8000-0000000000b1', 'a0000000-0000-4000-8000-000000000002', 'victor''s, from when he was an editor', '11111111-1111-4111-8111-111111111111'),
  ('a0000000-0000-4000-8000-0000000000b3', 'a0000000-0000-4000-8000-000000000004', 'of a goal in the trash', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('e0000000-0000-4000-8000-0000000000b2', 'a0000000-0000-4000-8000-000000000004', 'erin''s, of a goal in the trash', 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee'),
  ('b0000000-0000-4000-8000-0000000000b1', 'b0000000-0000-4000-8000-000000000001', 'bob''s', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'),
  ('b0000000-0000-4000-8000-0000000000b2', 'a0000000-0000-4000-8000-000000000001', 'bob''s, from when he was an editor', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'),
  ('d0000000-0000-4000-8000-0000000000b1', 'd0000000-0000-4000-8000-000000000001', 'dan''s', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd'),
  ('20000000-0000-4000-8000-0000000000b1', '20000000-0000-4000-8000-000000000001', 'vera''s', '22222222-2222-4222-8222-222222222222');

insert into task_dependencies (id, task_id, depends_on_id, created_by) values
  ('a0000000-0000-4000-8000-0000000000d1', 'a0000000-0000-4000-8000-0000000000f2', 'a0000000-0000-4000-8000-0000000000f6', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000d2', 'a0000000-0000-4000-8000-0000000000f2', 'a0000000-0000-4000-8000-0000000000f1', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000d3', 'a0000000-0000-4000-8000-0000000000f1', 'a0000000-0000-4000-8000-0000000000f6', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000d4', 'a0000000-0000-4000-8000-0000000000f2', 'a0000000-0000-4000-8000-0000000000f4', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000d5', 'a0000000-0000-4000-8000-0000000000f4', 'a0000000-0000-4000-8000-0000000000f6', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000d6', 'a0000000-0000-4000-8000-0000000000f2', 'a0000000-0000-4000-8000-0000000000f3', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('a0000000-0000-4000-8000-0000000000d7', 'a0000000-0000-4000-8000-0000000000f3', 'a0000000-0000-4000-8000-0000000000f6', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'),
  ('d0000000-0000-4000-8000-0000000000d1', 'd0000000-0000-4000-8000-0000000000f1', 'd0000000-0000-4000-8000-0000000000f3', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd');

insert into settings (user_id, key, value) values
  ('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'theme', '"dark"'),
  ('bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', 'theme', '"light"'),
  ('22222222-2222-4222-8222-222222222222', 'theme', '"light"'),
  ('dddddddd-dddd-4ddd-8ddd-dddddddddddd', 'theme', '"light"');

insert into period_closes (id, user_id, horizon, starts_on) values
  ('a0000000-0000-4000-8000-0000000000a1', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'weekly', '2026-11-09'),
  ('b0000000-0000-4000-8000-0000000000a1', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', 'weekly', '2026-11-09'),
  ('20000000-0000-4000-8000-0000000000a1', '22222222-2222-4222-8222-222222222222', 'monthly', '2026-10-01'),
  ('d0000000-0000-4000-8000-0000000000a1', 'dddddddd-dddd-4ddd-8ddd-dddddddddddd', 'yearly', '2025-01-01');

insert into closed_goals (id, close_id, goal_id, title, status, progress, target_date, is_carried) values
  ('a0000000-0000-4000-8000-0000000000a2', 'a0000000-0000-4000-8000-0000000000a1', 'a0000000-0000-4000-8000-000000000001', 'private', 'active', 20, '2026-11-15', true),
  ('b0000000-0000-4000-8000-0000000000a2', 'b0000000-0000-4000-8000-0000000000a1', 'b0000000-0000-4000-8000-000000000001', 'bob''s own', 'active', 30, '2026-11-15', true),
  ('20000000-0000-4000-8000-0000000000a2', '20000000-0000-4000-8000-0000000000a1', null, 'gone', 'completed', 100, '2026-10-31', false),
  ('d0000000-0000-4000-8000-0000000000a2', 'd0000000-0000-4000-8000-0000000000a1', 'd0000000-0000-4000-8000-000000000001', 'dan''s own', 'active', 40, '2025-12-31', true);

update goals set deleted_at = now() where id in ('a0000000-0000-4000-8000-000000000004', 'd0000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000002');
update tasks set deleted_at = now() where id in ('a0000000-0000-4000-8000-0000000000f4', 'a0000000-0000-4000-8000-0000000000f5', 'd0000000-0000-4000-8000-0000000000f2');
update key_results set deleted_at = now() where id in ('a0000000-0000-4000-8000-0000000000e4', 'a0000000-0000-4000-8000-0000000000e5', 'd0000000-0000-4000-8000-0000000000e2');
update users set is_active = false where id = 'dddddddd-dddd-4ddd-8ddd-dddddddddddd';
