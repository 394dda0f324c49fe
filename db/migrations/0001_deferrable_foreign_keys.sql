-- Foreign keys that a client's row can break are checked when the transaction ends. So Hasura's permission check
-- answers first, and a row that does not exist gives the same error as a row that is not the caller's.
ALTER TABLE "categories" ALTER CONSTRAINT "categories_user_id_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "goals" ALTER CONSTRAINT "goals_created_by_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "goals" ALTER CONSTRAINT "goals_parent_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "settings" ALTER CONSTRAINT "settings_user_id_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "tasks" ALTER CONSTRAINT "tasks_goal_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "tasks" ALTER CONSTRAINT "tasks_category_id_categories_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "tasks" ALTER CONSTRAINT "tasks_created_by_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "user_goals" ALTER CONSTRAINT "user_goals_user_id_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "user_goals" ALTER CONSTRAINT "user_goals_goal_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;
