CREATE TABLE "goal_figures" (
	"goal_id" uuid PRIMARY KEY NOT NULL,
	"progress" numeric(5, 2) NOT NULL,
	"parts" integer NOT NULL,
	"weight" integer NOT NULL,
	CONSTRAINT "goal_figures_progress_range" CHECK ("goal_figures"."progress" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "goal_progress" (
	"goal_id" uuid NOT NULL,
	"day" date NOT NULL,
	"progress" numeric(5, 2) NOT NULL,
	CONSTRAINT "goal_progress_pkey" PRIMARY KEY("goal_id","day"),
	CONSTRAINT "goal_progress_progress_range" CHECK ("goal_progress"."progress" between 0 and 100)
);
