-- $1: constant
-- $2: constant
-- $3: x-hasura-user
-- $4: constant
UPDATE "public"."article" AS "_0"
SET
  "published" = $1::pg_catalog.bool,
  "score" = "_0"."score" + $2::pg_catalog.float8
WHERE
  (
    EXISTS (
      SELECT
        1
      FROM
        "public"."author" AS "_1"
      WHERE
        ("_1"."id" = "_0"."author_id")
        AND (
          "_1"."owner" = (
            SELECT
              $3::pg_catalog.text
          )
        )
    )
  )
  AND ("_0"."title" LIKE $4::pg_catalog.text)
RETURNING
  ("_0".*)::pg_catalog.text,
  "_0"."score" <= ('10')::pg_catalog.float8;

-- $1: runtime
SELECT
  (
    SELECT
      coalesce(
        '[' || (
          pg_catalog.string_agg (
            ('{"id":' || coalesce(("_1"."id")::pg_catalog.text, 'null')) || (',"score":' || (coalesce((JSON_SCALAR ("_1"."score"))::pg_catalog.text, 'null') || '}')),
            ','
          ) || ']'
        ),
        '[]'
      )
    FROM
      (
        SELECT
          "_2"."id" AS "id",
          "_2"."score" AS "score"
        FROM
          pg_catalog.unnest ($1::"public"."article" []) AS "_2"
      ) AS "_1"
  ) AS "0";
