CREATE TYPE "public"."invitation_status" AS ENUM('pending', 'accepted', 'declined', 'revoked');--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"goal_id" uuid NOT NULL,
	"invitee" text NOT NULL,
	"role" "member_role" NOT NULL,
	"status" "invitation_status" DEFAULT 'pending' NOT NULL,
	"invited_by" uuid NOT NULL,
	"invited_user_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone DEFAULT now() + interval '30 days' NOT NULL,
	CONSTRAINT "invitations_invitee_length" CHECK (char_length("invitations"."invitee") <= 254 and "invitations"."invitee" ~ '[^ \t\r\n]'),
	CONSTRAINT "invitations_invitee_printable" CHECK ("invitations"."invitee" ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]' and "invitations"."invitee" !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]')
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_user_id_users_id_fk" FOREIGN KEY ("invited_user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_goal_id_invitee_key" ON "invitations" USING btree ("goal_id","invitee") WHERE "invitations"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invitations_goal_id_created_at_idx" ON "invitations" USING btree ("goal_id","created_at");--> statement-breakpoint
CREATE INDEX "invitations_invitee_idx" ON "invitations" USING btree ("invitee");--> statement-breakpoint
CREATE INDEX "invitations_invited_by_idx" ON "invitations" USING btree ("invited_by");--> statement-breakpoint
CREATE INDEX "invitations_invited_user_id_idx" ON "invitations" USING btree ("invited_user_id");--> statement-breakpoint
CREATE INDEX "users_email_idx" ON "users" USING btree (lower("email"));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_locale_length" CHECK (char_length("users"."locale") <= 64);--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_time_zone_length" CHECK (char_length("users"."time_zone") <= 64);--> statement-breakpoint
CREATE VIEW "public"."received_invitations" AS (select "id", "invited_user_id" as "user_id", "goal_id", (select title from goals where goals.id = "goal_id") as "goal_title", "role", "status", (select name from users where users.id = "invited_by") as "inviter_name", (select username from users where users.id = "invited_by") as "inviter_username", "created_at", "expires_at" from "invitations" where "invitations"."status" = 'pending' and "invitations"."expires_at" > now() and exists (
        select from user_goals membership
          join users on users.id = membership.user_id
          join goals on goals.id = membership.goal_id
        where membership.user_id = "invitations"."invited_by" and membership.goal_id = "invitations"."goal_id"
          and membership.role = 'owner' and users.is_active and goals.deleted_at is null
      ));