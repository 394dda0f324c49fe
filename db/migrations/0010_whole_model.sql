CREATE TYPE "public"."goal_health" AS ENUM('on_track', 'at_risk', 'off_track');--> statement-breakpoint
CREATE TYPE "public"."key_result_kind" AS ENUM('number', 'milestone');--> statement-breakpoint
ALTER TYPE "public"."task_status" ADD VALUE 'cancelled';--> statement-breakpoint
CREATE TABLE "check_ins" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"goal_id" uuid NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"health" "goal_health",
	"key_result_id" uuid,
	"value" numeric,
	"created_by" uuid,
	"client_key" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "check_ins_created_by_client_key_key" UNIQUE("created_by","client_key"),
	CONSTRAINT "check_ins_note_length" CHECK (char_length("check_ins"."note") <= 20000),
	CONSTRAINT "check_ins_value_range" CHECK ("check_ins"."value" between -1000000000000000 and 1000000000000000 and min_scale("check_ins"."value") <= 6),
	CONSTRAINT "check_ins_something" CHECK ("check_ins"."note" <> '' or "check_ins"."health" is not null or "check_ins"."value" is not null)
);
--> statement-breakpoint
CREATE TABLE "key_results" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"goal_id" uuid NOT NULL,
	"kind" "key_result_kind" DEFAULT 'number' NOT NULL,
	"title" text NOT NULL,
	"start_value" numeric,
	"current_value" numeric,
	"target_value" numeric,
	"unit" text DEFAULT '' NOT NULL,
	"is_done" boolean DEFAULT false NOT NULL,
	"weight" smallint DEFAULT 1 NOT NULL,
	"position" double precision DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"client_key" uuid,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "key_results_created_by_client_key_key" UNIQUE("created_by","client_key"),
	CONSTRAINT "key_results_title_length" CHECK (char_length("key_results"."title") <= 500 and "key_results"."title" ~ '[^ \t\r\n]'),
	CONSTRAINT "key_results_title_printable" CHECK ("key_results"."title" ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' and "key_results"."title" !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]'),
	CONSTRAINT "key_results_unit_length" CHECK (char_length("key_results"."unit") <= 30),
	CONSTRAINT "key_results_unit_printable" CHECK ("key_results"."unit" !~ '[\u0001-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]'),
	CONSTRAINT "key_results_start_value_range" CHECK ("key_results"."start_value" between -1000000000000000 and 1000000000000000 and min_scale("key_results"."start_value") <= 6),
	CONSTRAINT "key_results_current_value_range" CHECK ("key_results"."current_value" between -1000000000000000 and 1000000000000000 and min_scale("key_results"."current_value") <= 6),
	CONSTRAINT "key_results_target_value_range" CHECK ("key_results"."target_value" between -1000000000000000 and 1000000000000000 and min_scale("key_results"."target_value") <= 6),
	CONSTRAINT "key_results_weight_range" CHECK ("key_results"."weight" between 0 and 1000),
	CONSTRAINT "key_results_position_range" CHECK ("key_results"."position" between -1000000000000000 and 1000000000000000)
);
--> statement-breakpoint
CREATE TABLE "task_dependencies" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task_id" uuid NOT NULL,
	"depends_on_id" uuid NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP VIEW "public"."deleted_goals";--> statement-breakpoint
DROP VIEW "public"."deleted_tasks";--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "weight" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "metrics" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "category_id" uuid;--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "estimated_hours" numeric;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "actual_hours" numeric;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "tags" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "weight" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "recurrence" jsonb;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_key_result_id_key_results_id_fk" FOREIGN KEY ("key_result_id") REFERENCES "public"."key_results"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_results" ADD CONSTRAINT "key_results_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_results" ADD CONSTRAINT "key_results_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_dependencies" ADD CONSTRAINT "task_dependencies_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_dependencies" ADD CONSTRAINT "task_dependencies_depends_on_id_tasks_id_fk" FOREIGN KEY ("depends_on_id") REFERENCES "public"."tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_dependencies" ADD CONSTRAINT "task_dependencies_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "check_ins_goal_id_created_at_idx" ON "check_ins" USING btree ("goal_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "check_ins_key_result_id_idx" ON "check_ins" USING btree ("key_result_id");--> statement-breakpoint
CREATE INDEX "key_results_goal_id_position_idx" ON "key_results" USING btree ("goal_id","position");--> statement-breakpoint
CREATE INDEX "key_results_deleted_at_idx" ON "key_results" USING btree ("deleted_at") WHERE "key_results"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "task_dependencies_task_id_depends_on_id_idx" ON "task_dependencies" USING btree ("task_id","depends_on_id");--> statement-breakpoint
CREATE INDEX "task_dependencies_depends_on_id_idx" ON "task_dependencies" USING btree ("depends_on_id");--> statement-breakpoint
CREATE INDEX "task_dependencies_created_by_idx" ON "task_dependencies" USING btree ("created_by");--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_id_goal_id_key" UNIQUE("id","goal_id");--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_parent_id_goal_id_tasks_id_goal_id_fk" FOREIGN KEY ("parent_id","goal_id") REFERENCES "public"."tasks"("id","goal_id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "goals_category_id_idx" ON "goals" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "tasks_parent_id_goal_id_idx" ON "tasks" USING btree ("parent_id","goal_id");--> statement-breakpoint
CREATE INDEX "tasks_tags_idx" ON "tasks" USING gin ("tags");--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_weight_range" CHECK ("goals"."weight" between 0 and 1000);--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_metrics_object" CHECK (jsonb_typeof("goals"."metrics") = 'object');--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_metrics_size" CHECK (octet_length("goals"."metrics"::text) <= 16384);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_estimated_hours_range" CHECK ("tasks"."estimated_hours" between 0 and 100000 and min_scale("tasks"."estimated_hours") <= 2);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_actual_hours_range" CHECK ("tasks"."actual_hours" between 0 and 100000 and min_scale("tasks"."actual_hours") <= 2);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_weight_range" CHECK ("tasks"."weight" between 0 and 1000);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tags_array" CHECK (jsonb_typeof("tasks"."tags") = 'array');--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tags_size" CHECK (octet_length("tasks"."tags"::text) <= 6000);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_recurrence_size" CHECK (octet_length("tasks"."recurrence"::text) <= 500);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_recurrence_object" CHECK (jsonb_typeof("tasks"."recurrence") = 'object');--> statement-breakpoint
CREATE VIEW "public"."deleted_key_results" AS (select "id", "goal_id", "kind", "title", "start_value", "current_value", "target_value", "unit", "is_done", "weight", "position", "created_by", "client_key", "deleted_at", "created_at", "updated_at" from "key_results" where "key_results"."deleted_at" is not null);--> statement-breakpoint
CREATE VIEW "public"."deleted_goals" AS (select "id", "parent_id", "horizon", "status", "title", "description", "success_criteria", "target_date", "weight", "metrics", "category_id", "progress", "manual_progress", "position", "is_inbox", "created_by", "client_key", "completed_at", "archived_at", "deleted_at", "created_at", "updated_at" from "goals" where "goals"."deleted_at" is not null);--> statement-breakpoint
CREATE VIEW "public"."deleted_tasks" AS (select "id", "goal_id", "parent_id", "category_id", "title", "notes", "status", "priority", "due_date", "estimated_hours", "actual_hours", "tags", "weight", "recurrence", "position", "created_by", "client_key", "completed_at", "deleted_at", "created_at", "updated_at" from "tasks" where "tasks"."deleted_at" is not null);--> statement-breakpoint
-- As the foreign keys before: checked when the transaction ends, so that Hasura's permission check answers first.
ALTER TABLE "check_ins" ALTER CONSTRAINT "check_ins_goal_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "check_ins" ALTER CONSTRAINT "check_ins_key_result_id_key_results_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "check_ins" ALTER CONSTRAINT "check_ins_created_by_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "key_results" ALTER CONSTRAINT "key_results_goal_id_goals_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "key_results" ALTER CONSTRAINT "key_results_created_by_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "task_dependencies" ALTER CONSTRAINT "task_dependencies_task_id_tasks_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "task_dependencies" ALTER CONSTRAINT "task_dependencies_depends_on_id_tasks_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "task_dependencies" ALTER CONSTRAINT "task_dependencies_created_by_users_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "goals" ALTER CONSTRAINT "goals_category_id_categories_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "tasks" ALTER CONSTRAINT "tasks_parent_id_goal_id_tasks_id_goal_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "key_results", "check_ins" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "task_dependencies" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, UPDATE ("deleted_at"), DELETE ON "deleted_goals", "deleted_tasks", "deleted_key_results" TO "goals_graphql";--> statement-breakpoint
INSERT INTO "private"."quotas" ("name", "max") VALUES
  ('key_results', 20000), ('check_ins', 50000), ('task_dependencies', 50000);
