-- $1: constant
-- $2: x-hasura-user
-- $3: constant
INSERT INTO
  "public"."author" AS "_0" ("id", "owner", "name")
VALUES
  ($1::pg_catalog.int4, $2::pg_catalog.text, $3::pg_catalog.text)
RETURNING
  ("_0".*)::pg_catalog.text,
  "_0"."owner" = (
    SELECT
      $2::pg_catalog.text
  ),
  ("_0"."id")::pg_catalog.text;

-- $1: runtime
-- $2: constant
-- $3: constant
-- $4: x-hasura-user
WITH
  "changes" AS (
    INSERT INTO
      "public"."article" AS "_0" ("author_id", "title")
    VALUES
      ($1::pg_catalog.int4, $2::pg_catalog.text),
      ($1::pg_catalog.int4, $3::pg_catalog.text)
    RETURNING
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
                $4::pg_catalog.text
            )
          )
      ) AS "passed"
  )
SELECT
  pg_catalog.count (*),
  coalesce(pg_catalog.bool_and ("changes"."passed"), TRUE)
FROM
  "changes" AS "changes";

-- $1: x-hasura-user
-- $2: runtime
SELECT
  (
    SELECT
      '{"articles":' || ("_8"."articles" || '}')
    FROM
      (
        SELECT
          (
            SELECT
              coalesce(
                '[' || (
                  pg_catalog.string_agg ('{"title":' || (coalesce((JSON_SCALAR ("_2"."title"))::pg_catalog.text, 'null') || '}'), ',') || ']'
                ),
                '[]'
              )
            FROM
              (
                SELECT
                  "_3"."title" AS "title"
                FROM
                  "public"."article" AS "_3"
                WHERE
                  ("_3"."author_id" = "_1"."id")
                  AND (
                    ("_3"."id") IN (
                      (
                        SELECT
                          "_4"."id"
                        FROM
                          "public"."article" AS "_4"
                        WHERE
                          EXISTS (
                            SELECT
                              1
                            FROM
                              "public"."author" AS "_5"
                            WHERE
                              ("_5"."id" = "_4"."author_id")
                              AND (
                                "_5"."owner" = (
                                  SELECT
                                    $1::pg_catalog.text
                                )
                              )
                          )
                      )
                      UNION
                      (
                        SELECT
                          "_6"."id"
                        FROM
                          "public"."article" AS "_6"
                        WHERE
                          EXISTS (
                            SELECT
                              1
                            FROM
                              "public"."editor" AS "_7"
                            WHERE
                              ("_7"."article_id" = "_6"."id")
                              AND (
                                "_7"."person" = (
                                  SELECT
                                    $1::pg_catalog.text
                                )
                              )
                          )
                      )
                    )
                  )
              ) AS "_2"
          ) AS "articles"
        FROM
          pg_catalog.unnest ($2::"public"."author" []) AS "_1"
        LIMIT
          1
      ) AS "_8"
  ) AS "0";
