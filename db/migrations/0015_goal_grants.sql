CREATE TABLE "goal_grants" (
	"goal_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" "member_role" NOT NULL,
	"granted_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "goal_grants_pkey" PRIMARY KEY("goal_id","user_id")
);
--> statement-breakpoint
DROP VIEW "public"."goal_members";--> statement-breakpoint
ALTER TABLE "private"."touched_goals" ADD COLUMN "is_new" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "user_goals" ADD COLUMN "granted_role" "member_role";--> statement-breakpoint
ALTER TABLE "goal_grants" ADD CONSTRAINT "goal_grants_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goal_grants" ADD CONSTRAINT "goal_grants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goal_grants" ADD CONSTRAINT "goal_grants_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "goal_grants_user_id_idx" ON "goal_grants" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "goal_grants_granted_by_idx" ON "goal_grants" USING btree ("granted_by");--> statement-breakpoint
CREATE VIEW "public"."goal_members" AS (select "user_goals"."goal_id", "user_goals"."user_id", "user_goals"."role", "user_goals"."created_at", "users"."username", "users"."name", "users"."avatar_url", "users"."is_active", "user_goals"."granted_role" from "user_goals" inner join "users" on "users"."id" = "user_goals"."user_id");