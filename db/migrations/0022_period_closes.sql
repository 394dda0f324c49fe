CREATE TABLE "closed_goals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"close_id" uuid NOT NULL,
	"goal_id" uuid,
	"title" text NOT NULL,
	"status" "goal_status" NOT NULL,
	"progress" numeric(5, 2) NOT NULL,
	"target_date" date NOT NULL,
	"is_carried" boolean NOT NULL,
	CONSTRAINT "closed_goals_title_length" CHECK (char_length("closed_goals"."title") <= 500),
	CONSTRAINT "closed_goals_progress_range" CHECK ("closed_goals"."progress" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "period_closes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"horizon" "goal_horizon" NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"client_key" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "period_closes_user_id_client_key_key" UNIQUE("user_id","client_key"),
	CONSTRAINT "period_closes_starts_on_range" CHECK ("period_closes"."starts_on" between date '0001-01-01' and date '9999-12-31'),
	CONSTRAINT "period_closes_ends_on_range" CHECK ("period_closes"."ends_on" between date '0001-01-01' and date '9999-12-31')
);
--> statement-breakpoint
ALTER TABLE "closed_goals" ADD CONSTRAINT "closed_goals_close_id_period_closes_id_fk" FOREIGN KEY ("close_id") REFERENCES "public"."period_closes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closed_goals" ADD CONSTRAINT "closed_goals_goal_id_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."goals"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "period_closes" ADD CONSTRAINT "period_closes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "closed_goals_close_id_idx" ON "closed_goals" USING btree ("close_id");--> statement-breakpoint
CREATE INDEX "closed_goals_goal_id_idx" ON "closed_goals" USING btree ("goal_id");--> statement-breakpoint
CREATE INDEX "period_closes_user_id_starts_on_idx" ON "period_closes" USING btree ("user_id","starts_on");