CREATE TABLE "private"."touched_goals" (
	"transaction_id" "xid8" NOT NULL,
	"goal_id" uuid NOT NULL,
	"is_structural" boolean NOT NULL,
	CONSTRAINT "touched_goals_pkey" PRIMARY KEY("transaction_id","goal_id")
);
