-- People with 20 goals of 5 tasks each, and one person ("heavy") with 20,000 goals. Expects a migrated, empty database
-- and :goals, the number of goals of all the others. A person's rows lie scattered over the tables, as they do in life.
set session_replication_role = replica;

-- Indexes are made after the rows, which is faster.
create temporary table later as
select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
from pg_index
where indrelid in ('goals'::regclass, 'user_goals'::regclass, 'tasks'::regclass)
  and not exists (select from pg_constraint where conindid = indexrelid);
do $$ declare index record; begin
  for index in select * from later loop execute 'drop index ' || index.name; end loop;
end $$;

insert into users (id, username, name)
select md5('user ' || u)::uuid, 'user' || u, 'User ' || u
from generate_series(1, :goals / 20) u
union all
select md5('heavy')::uuid, 'heavy', 'Heavy user';

create temporary table seeded as
select md5('goal ' || g)::uuid as id, g as number, md5('user ' || 1 + g % (:goals / 20))::uuid as user_id
from generate_series(1, :goals) g
union all
select md5('heavy goal ' || g)::uuid, g, md5('heavy')::uuid
from generate_series(1, 20000) g;

insert into goals (id, horizon, status, title, progress, manual_progress, target_date, created_by, created_at)
select id, (enum_range(null::goal_horizon))[1 + abs(hashint4(number + 1)) % 4], (enum_range(null::goal_status))[1 + abs(hashint4(number)) % 4],
       'Goal number ' || number || ', long enough to be read', number % 101, number % 101, date '2027-01-01' + number % 365, user_id,
       timestamptz '2026-11-01' - number * interval '1 second'
from seeded;

-- The release before has no figures.
do $$ begin
  if to_regclass('goal_figures') is not null then
    insert into goal_figures (goal_id, progress, parts, weight) select id, number % 101, 5, 5 from seeded;
  end if;
end $$;

insert into user_goals (user_id, goal_id, role, created_at)
select user_id, id, 'owner', timestamptz '2026-11-01' - number * interval '1 second' from seeded;

insert into tasks (id, goal_id, title, status, priority, due_date, position, created_by)
select md5('task ' || t || ' of ' || id)::uuid, id, 'Task ' || t || ' of goal ' || number, (enum_range(null::task_status))[1 + (number + t) % 4], 1 + t % 5,
       date '2026-12-01' + t * 7, t, user_id
from seeded, generate_series(1, 5) t;

do $$ declare index record; begin
  for index in select * from later loop execute index.definition; end loop;
end $$;

-- What PostGraphile reads: the same permission as an explicit filter.
create schema bench;
create view bench.memberships as
select m.user_id, m.goal_id, m.created_at, g.status
from users u join user_goals m on m.user_id = u.id join goals g on g.id = m.goal_id
where u.is_active and g.deleted_at is null;
comment on view bench.memberships is E'@primaryKey user_id,goal_id\n@foreignKey (goal_id) references public.goals (id)|@fieldName goal';

drop table seeded, later;
set session_replication_role = origin;
