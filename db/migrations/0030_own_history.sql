CREATE VIEW "public"."own_history" AS (select "id", "person_id" as "user_id", "seq", "actor_id", "door", "action", "entity", "entity_id", "difference", "created_at" from "audit_log" where ("audit_log"."person_id" is not null and "audit_log"."entity" <> 'invitations'));--> statement-breakpoint
GRANT SELECT ON "own_history" TO "goals_graphql";
