CREATE TABLE "private"."logout_tokens" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "private"."quotas" (
	"name" text PRIMARY KEY NOT NULL,
	"max" integer NOT NULL
);
--> statement-breakpoint
DROP VIEW "public"."deleted_goals";--> statement-breakpoint
DROP VIEW "public"."deleted_tasks";--> statement-breakpoint
ALTER TABLE "categories" DROP CONSTRAINT "categories_name_length";--> statement-breakpoint
ALTER TABLE "categories" DROP CONSTRAINT "categories_color_length";--> statement-breakpoint
ALTER TABLE "goals" DROP CONSTRAINT "goals_title_length";--> statement-breakpoint
ALTER TABLE "goals" DROP CONSTRAINT "goals_progress_range";--> statement-breakpoint
ALTER TABLE "settings" DROP CONSTRAINT "settings_key_length";--> statement-breakpoint
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_title_length";--> statement-breakpoint
DROP INDEX "goals_created_by_idx";--> statement-breakpoint
DROP INDEX "tasks_created_by_idx";--> statement-breakpoint
ALTER TABLE "categories" ADD COLUMN "client_key" uuid;--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "manual_progress" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "client_key" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "client_key" uuid;--> statement-breakpoint
-- Rows from before these rules are made to keep them, so that they stay as easy to change as new ones. No trigger runs:
-- what is repaired here was not changed by anybody.
CREATE FUNCTION "repaired_line"("value" text, "max" int, "fallback" text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  select case when line ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' then line else fallback end
  from left(btrim(regexp_replace(regexp_replace(left(btrim(value), 4 * max), '[\u202A-\u202E\u2066-\u2069]', '', 'g'), '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]+', ' ', 'g')), max) line
$$;--> statement-breakpoint
CREATE FUNCTION "needs_repair"("value" text, "max" int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  select char_length(value) > max or value !~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' or value ~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]'
$$;--> statement-breakpoint
SET CONSTRAINTS ALL IMMEDIATE;--> statement-breakpoint
ALTER TABLE "goals" DISABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "tasks" DISABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "categories" DISABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "settings" DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE "goals" SET "title" = repaired_line("title", 500, 'Untitled') WHERE needs_repair("title", 500);--> statement-breakpoint
UPDATE "tasks" SET "title" = repaired_line("title", 500, 'Untitled') WHERE needs_repair("title", 500);--> statement-breakpoint
UPDATE "categories" SET "name" = repaired_line("name", 91, 'Untitled') || ' ' || left("id"::text, 8) WHERE needs_repair("name", 100);--> statement-breakpoint
UPDATE "categories" SET "color" = 'neutral' WHERE needs_repair("color", 50);--> statement-breakpoint
UPDATE "settings" SET "key" = repaired_line("key", 67, 'unnamed') || ' ' || md5("key") WHERE needs_repair("key", 100);--> statement-breakpoint
UPDATE "goals" SET "position" = 0 WHERE "position" not between -1e15 and 1e15;--> statement-breakpoint
UPDATE "tasks" SET "position" = 0 WHERE "position" not between -1e15 and 1e15;--> statement-breakpoint
UPDATE "categories" SET "position" = 0 WHERE "position" not between -1e15 and 1e15;--> statement-breakpoint
-- Completing used to write 100 over the figure; what it was is not known any more.
UPDATE "goals" SET "manual_progress" = CASE WHEN "status" = 'completed' and "progress" = 100 THEN 0 ELSE "progress" END, "progress" = CASE WHEN "status" = 'completed' THEN 100 ELSE "progress" END WHERE "progress" <> 0 or "status" = 'completed';--> statement-breakpoint
ALTER TABLE "goals" ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "tasks" ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "categories" ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "settings" ENABLE TRIGGER USER;--> statement-breakpoint
DROP FUNCTION "repaired_line";--> statement-breakpoint
DROP FUNCTION "needs_repair";--> statement-breakpoint
CREATE INDEX "logout_tokens_expires_at_idx" ON "private"."logout_tokens" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_user_id_client_key_key" UNIQUE("user_id","client_key");--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_created_by_client_key_key" UNIQUE("created_by","client_key");--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_created_by_client_key_key" UNIQUE("created_by","client_key");--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_name_printable" CHECK ("categories"."name" ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' and "categories"."name" !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]');--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_color_printable" CHECK ("categories"."color" ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' and "categories"."color" !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]');--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_position_range" CHECK ("categories"."position" between -1000000000000000 and 1000000000000000);--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_name_length" CHECK (char_length("categories"."name") <= 100 and "categories"."name" ~ '[^ \t\r\n]');--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_color_length" CHECK (char_length("categories"."color") <= 50 and "categories"."color" ~ '[^ \t\r\n]');--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_title_printable" CHECK ("goals"."title" ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' and "goals"."title" !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]');--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_position_range" CHECK ("goals"."position" between -1000000000000000 and 1000000000000000);--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_title_length" CHECK (char_length("goals"."title") <= 500 and "goals"."title" ~ '[^ \t\r\n]');--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_progress_range" CHECK ("goals"."progress" between 0 and 100 and "goals"."manual_progress" between 0 and 100);--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_key_printable" CHECK ("settings"."key" ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' and "settings"."key" !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]');--> statement-breakpoint
-- A larger value from before this rule is kept as it is; only what is written from now on must fit.
ALTER TABLE "settings" ADD CONSTRAINT "settings_value_size" CHECK (octet_length("settings"."value"::text) <= 65536) NOT VALID;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_key_length" CHECK (char_length("settings"."key") <= 100 and "settings"."key" ~ '[^ \t\r\n]');--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_title_printable" CHECK ("tasks"."title" ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' and "tasks"."title" !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]');--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_position_range" CHECK ("tasks"."position" between -1000000000000000 and 1000000000000000);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_title_length" CHECK (char_length("tasks"."title") <= 500 and "tasks"."title" ~ '[^ \t\r\n]');--> statement-breakpoint
CREATE VIEW "public"."deleted_goals" AS (select "id", "parent_id", "horizon", "status", "title", "description", "success_criteria", "target_date", "progress", "manual_progress", "position", "is_inbox", "created_by", "client_key", "completed_at", "deleted_at", "created_at", "updated_at" from "goals" where "goals"."deleted_at" is not null);--> statement-breakpoint
CREATE VIEW "public"."deleted_tasks" AS (select "id", "goal_id", "category_id", "title", "notes", "status", "priority", "due_date", "position", "created_by", "client_key", "completed_at", "deleted_at", "created_at", "updated_at" from "tasks" where "tasks"."deleted_at" is not null);--> statement-breakpoint
GRANT SELECT, UPDATE ("deleted_at"), DELETE ON "deleted_goals", "deleted_tasks" TO "goals_graphql";--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "private"."logout_tokens" TO "goals_server";--> statement-breakpoint
INSERT INTO "private"."quotas" ("name", "max") VALUES
  ('goals', 20000), ('tasks', 50000), ('categories', 500), ('settings', 500), ('inserted_rows', 1000);
