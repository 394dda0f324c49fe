CREATE SCHEMA "private";
--> statement-breakpoint
CREATE TYPE "public"."goal_horizon" AS ENUM('yearly', 'quarterly', 'monthly', 'weekly');--> statement-breakpoint
CREATE TYPE "public"."goal_status" AS ENUM('active', 'completed', 'on_hold', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."member_role" AS ENUM('owner', 'editor', 'viewer');--> statement-breakpoint
CREATE TYPE "public"."task_status" AS ENUM('pending', 'in_progress', 'completed', 'blocked');--> statement-breakpoint
CREATE TABLE "categories" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"color" text DEFAULT 'neutral' NOT NULL,
	"position" double precision DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "categories_user_id_name_key" UNIQUE("user_id","name"),
	CONSTRAINT "categories_name_length" CHECK (char_length(btrim("categories"."name", E' \t\r\n')) between 1 and 100),
	CONSTRAINT "categories_color_length" CHECK (char_length(btrim("categories"."color", E' \t\r\n')) between 1 and 50)
);
--> statement-breakpoint
CREATE TABLE "goals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"parent_id" uuid,
	"horizon" "goal_horizon" NOT NULL,
	"status" "goal_status" DEFAULT 'active' NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"success_criteria" text DEFAULT '' NOT NULL,
	"target_date" date,
	"progress" smallint DEFAULT 0 NOT NULL,
	"position" double precision DEFAULT 0 NOT NULL,
	"is_inbox" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"completed_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "goals_title_length" CHECK (char_length(btrim("goals"."title", E' \t\r\n')) between 1 and 500),
	CONSTRAINT "goals_description_length" CHECK (char_length("goals"."description") <= 20000),
	CONSTRAINT "goals_success_criteria_length" CHECK (char_length("goals"."success_criteria") <= 20000),
	CONSTRAINT "goals_target_date_range" CHECK ("goals"."target_date" between date '0001-01-01' and date '9999-12-31'),
	CONSTRAINT "goals_progress_range" CHECK ("goals"."progress" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "private"."sessions" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"sub" text NOT NULL,
	"sid" text,
	"id_token" text NOT NULL,
	"access_token" text NOT NULL,
	"access_token_expires_at" timestamp with time zone NOT NULL,
	"refresh_token" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settings_pkey" PRIMARY KEY("user_id","key"),
	CONSTRAINT "settings_key_length" CHECK (char_length(btrim("settings"."key", E' \t\r\n')) between 1 and 100)
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"goal_id" uuid NOT NULL,
	"category_id" uuid,
	"title" text NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"status" "task_status" DEFAULT 'pending' NOT NULL,
	"priority" smallint DEFAULT 3 NOT NULL,
	"due_date" date,
	"position" double precision DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"completed_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tasks_title_length" CHECK (char_length(btrim("tasks"."title", E' \t\r\n')) between 1 and 500),
	CONSTRAINT "tasks_notes_length" CHECK (char_length("tasks"."notes") <= 20000),
	CONSTRAINT "tasks_priority_range" CHECK ("tasks"."priority" between 1 and 5),
	CONSTRAINT "tasks_due_date_range" CHECK ("tasks"."due_date" between date '0001-01-01' and date '9999-12-31')
);
--> statement-breakpoint
CREATE TABLE "user_goals" (
	"user_id" uuid NOT NULL,
	"goal_id" uuid NOT NULL,
	"role" "member_role" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_goals_pkey" PRIMARY KEY("user_id","goal_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"email" text,
	"name" text NOT NULL,
	"avatar_url" text,
	"role" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"last_login_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_parent_id_goals_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."goals"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private"."sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_goals" ADD CONSTRAINT "user_goals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_goals" ADD CONSTRAINT "user_goals_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "goals_parent_id_position_idx" ON "goals" USING btree ("parent_id","position");--> statement-breakpoint
CREATE INDEX "goals_horizon_status_idx" ON "goals" USING btree ("horizon","status");--> statement-breakpoint
CREATE INDEX "goals_target_date_idx" ON "goals" USING btree ("target_date");--> statement-breakpoint
CREATE INDEX "goals_created_by_idx" ON "goals" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "goals_deleted_at_idx" ON "goals" USING btree ("deleted_at") WHERE "goals"."deleted_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "goals_inbox_key" ON "goals" USING btree ("created_by") WHERE "goals"."is_inbox";--> statement-breakpoint
CREATE INDEX "sessions_user_id_idx" ON "private"."sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_sub_idx" ON "private"."sessions" USING btree ("sub");--> statement-breakpoint
CREATE INDEX "sessions_sid_idx" ON "private"."sessions" USING btree ("sid");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_idx" ON "private"."sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "tasks_goal_id_position_idx" ON "tasks" USING btree ("goal_id","position");--> statement-breakpoint
CREATE INDEX "tasks_category_id_idx" ON "tasks" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "tasks_created_by_idx" ON "tasks" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "tasks_due_date_idx" ON "tasks" USING btree ("due_date");--> statement-breakpoint
CREATE INDEX "tasks_deleted_at_idx" ON "tasks" USING btree ("deleted_at") WHERE "tasks"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "user_goals_user_id_created_at_idx" ON "user_goals" USING btree ("user_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "user_goals_goal_id_user_id_idx" ON "user_goals" USING btree ("goal_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_key" ON "users" USING btree (lower("username"));--> statement-breakpoint
CREATE VIEW "public"."deleted_goals" AS (select "id", "parent_id", "horizon", "status", "title", "description", "success_criteria", "target_date", "progress", "position", "is_inbox", "created_by", "completed_at", "deleted_at", "created_at", "updated_at" from "goals" where "goals"."deleted_at" is not null);--> statement-breakpoint
CREATE VIEW "public"."deleted_tasks" AS (select "id", "goal_id", "category_id", "title", "notes", "status", "priority", "due_date", "position", "created_by", "completed_at", "deleted_at", "created_at", "updated_at" from "tasks" where "tasks"."deleted_at" is not null);