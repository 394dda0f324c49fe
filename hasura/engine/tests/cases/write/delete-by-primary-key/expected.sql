-- $1: x-hasura-user
-- $2: constant
DELETE FROM "public"."article" AS "_0"
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
              $1::pg_catalog.text
          )
        )
    )
  )
  AND ("_0"."id" = $2::pg_catalog.int4)
RETURNING
  ("_0".*)::pg_catalog.text,
  TRUE;

-- $1: runtime
SELECT
  (
    SELECT
      '{"title":' || (coalesce((JSON_SCALAR ("_2"."title"))::pg_catalog.text, 'null') || '}')
    FROM
      (
        SELECT
          "_1"."title" AS "title"
        FROM
          pg_catalog.unnest ($1::"public"."article" []) AS "_1"
        LIMIT
          1
      ) AS "_2"
  ) AS "0";
