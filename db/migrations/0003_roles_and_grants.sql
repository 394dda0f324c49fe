-- Two group roles without a login; whoever deploys makes the logins their members. Each has only what its part of
-- the product does today: a new table or operation fails until a migration grants it.
--   goals_graphql  what the Hasura metadata lets anybody do, and nothing in the schema "private"
--   goals_server   what there is before anybody is signed in: people and sessions
do $$
declare
  wanted text;
begin
  foreach wanted in array array['goals_graphql', 'goals_server'] loop
    continue when exists (select from pg_roles where rolname = wanted);
    begin
      execute format('create role %I nologin', wanted);
    exception
      when duplicate_object or unique_violation then
        null; -- another database of this cluster was migrated at the same moment
      when insufficient_privilege then
        raise insufficient_privilege using message = format(
          'The role %1$s is missing and %2$s may not create roles. Run "create role %1$s nologin" as a superuser, then migrate again.',
          wanted, current_user);
    end;
  end loop;
end
$$;--> statement-breakpoint
GRANT USAGE ON SCHEMA "public" TO "goals_graphql", "goals_server";--> statement-breakpoint
GRANT SELECT, UPDATE ("is_active") ON "users" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT ON "user_goals" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "goals", "tasks", "categories" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "settings" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, UPDATE ("deleted_at"), DELETE ON "deleted_goals", "deleted_tasks" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "users" TO "goals_server";--> statement-breakpoint
GRANT USAGE ON SCHEMA "private" TO "goals_server";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "private"."sessions" TO "goals_server";--> statement-breakpoint
GRANT USAGE ON SCHEMA "drizzle" TO "goals_server";--> statement-breakpoint
GRANT SELECT ON "drizzle"."__drizzle_migrations" TO "goals_server";
