-- $1: constant
-- $2: constant
-- $3: x-hasura-user
-- $4: constant
WITH
  "changes" AS (
    INSERT INTO
      "public"."article" AS "_0" ("author_id", "title")
    VALUES
      ($1::pg_catalog.int4, $2::pg_catalog.text)
    ON CONFLICT ON CONSTRAINT "article_title_key" DO UPDATE
    SET
      "published" = "excluded"."published"
    WHERE
      (
        EXISTS (
          SELECT
            1
          FROM
            "public"."author" AS "_2"
          WHERE
            ("_2"."id" = "_0"."author_id")
            AND (
              "_2"."owner" = (
                SELECT
                  $3::pg_catalog.text
              )
            )
        )
      )
      AND ("_0"."score" < $4::pg_catalog.float8)
    RETURNING
      CASE
        WHEN "_0"."xmax" = 0 THEN EXISTS (
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
        ELSE "_0"."score" <= ('10')::pg_catalog.float8
      END AS "passed"
  )
SELECT
  pg_catalog.count (*),
  coalesce(pg_catalog.bool_and ("changes"."passed"), TRUE)
FROM
  "changes" AS "changes";
