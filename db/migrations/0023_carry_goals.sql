-- Closing a period keeps what became of a person's own goals in it, and moves those that are still open to the end of
-- the next one. A goal is in the period of its horizon that its target date is in. Goals of others, archived ones and
-- those in the trash stay as they are.

-- The first day of the week (from Monday), month, quarter or year that a day is in.
create or replace function period_start(horizon goal_horizon, day date) returns date
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select date_trunc(case horizon when 'weekly' then 'week' when 'monthly' then 'month' when 'quarterly' then 'quarter' else 'year' end, day)::date
$$;

-- The last day of it.
create or replace function period_end(horizon goal_horizon, day date) returns date
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select (period_start(horizon, day) + case horizon
    when 'weekly' then interval '1 week' when 'monthly' then interval '1 month' when 'quarterly' then interval '3 months' else interval '1 year'
  end)::date - 1
$$;

create or replace function bound_period() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if new.starts_on not between date '0001-01-08' and date '9998-12-24' then
    perform refuse('period_closes_starts_on_range', 'period_closes', 'starts_on', 'choose a day with a period after it');
  end if;
  new.ends_on := period_end(new.horizon, new.starts_on);
  new.starts_on := period_start(new.horizon, new.starts_on);
  return new;
end
$$;

create or replace trigger period_closes_bound before insert on period_closes
  for each row execute function bound_period();

-- Runs with its owner's rights: nobody who closes a period needs the right to write what became of goals. Of two who
-- close at once the second waits for the goals of the first, and finds them moved.
create or replace function carry_goals() returns trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  next_end constant date := period_end(new.horizon, new.ends_on + 1);
  closed constant uuid[] := array(
    select goal.id
    from user_goals membership join goals goal on goal.id = membership.goal_id
    where membership.user_id = new.user_id and membership.role = 'owner' and goal.horizon = new.horizon
      and goal.target_date between new.starts_on and new.ends_on
      and goal.deleted_at is null and goal.archived_at is null and not goal.is_inbox
    order by goal.id
    for no key update of goal
  );
begin
  -- Before the goals are touched: the check of the key, when the transaction ends, must not wait while it settles.
  insert into closed_goals (close_id, goal_id, title, status, progress, target_date, is_carried)
    select new.id, goal.id, goal.title, goal.status, figure.progress, goal.target_date, goal.status in ('active', 'on_hold')
    from goals goal join goal_figures figure on figure.goal_id = goal.id
    where goal.id = any (closed);
  update goals set target_date = next_end where id = any (closed) and status in ('active', 'on_hold');
  return null;
end
$$;

create or replace trigger period_closes_carry after insert on period_closes
  for each row execute function carry_goals();
--> statement-breakpoint
create or replace trigger period_closes_keep_quota after insert on period_closes
  referencing new table as added for each statement execute function keep_quota('user_id');
--> statement-breakpoint
ALTER TABLE "period_closes" ALTER CONSTRAINT "period_closes_user_id_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "closed_goals" ALTER CONSTRAINT "closed_goals_close_id_period_closes_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "closed_goals" ALTER CONSTRAINT "closed_goals_goal_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
GRANT SELECT, INSERT ON "period_closes" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT ON "closed_goals" TO "goals_graphql";--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "period_start"(goal_horizon, date), "period_end"(goal_horizon, date) TO "goals_graphql";--> statement-breakpoint
INSERT INTO "private"."quotas" ("name", "max") VALUES ('period_closes', 20000);
