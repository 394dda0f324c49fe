-- $1: constant
-- $2: constant
-- $3: x-hasura-user
INSERT INTO
  "public"."article" AS "_0" ("author_id", "title")
VALUES
  ($1::pg_catalog.int4, $2::pg_catalog.text)
RETURNING
  ("_0".*)::pg_catalog.text,
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
  );

-- $1: runtime
SELECT
  (
    SELECT
      '{"id":' || (coalesce(("_2"."id")::pg_catalog.text, 'null') || '}')
    FROM
      (
        SELECT
          "_1"."id" AS "id"
        FROM
          pg_catalog.unnest ($1::"public"."article" []) AS "_1"
        LIMIT
          1
      ) AS "_2"
  ) AS "0";
