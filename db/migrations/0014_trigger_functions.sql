-- Triggers and checks run with the rights of whoever writes: the functions that they call must be executable.
GRANT EXECUTE ON FUNCTION
	"may_edit_goal"(uuid),
	"is_printable"(text),
	"task_path"(uuid),
	"task_height"(uuid, int),
	"is_whole"(jsonb, int, int),
	"are_weekdays"(jsonb),
	"is_day_within_century"(jsonb)
TO "goals_graphql";
