-- $1: constant
-- $2: x-hasura-user
-- $3: constant
SELECT
  (
    SELECT
      coalesce(
        '[' || (
          pg_catalog.string_agg ('{"title":' || (coalesce((JSON_SCALAR ("_1"."title"))::pg_catalog.text, 'null') || '}'), ',') || ']'
        ),
        '[]'
      )
    FROM
      (
        SELECT
          "_2"."title" AS "title"
        FROM
          "public"."search_articles" ($1::pg_catalog.text) AS "_2"
        WHERE
          (
            ("_2"."id") IN (
              (
                SELECT
                  "_3"."id"
                FROM
                  "public"."article" AS "_3"
                WHERE
                  EXISTS (
                    SELECT
                      1
                    FROM
                      "public"."author" AS "_4"
                    WHERE
                      ("_4"."id" = "_3"."author_id")
                      AND (
                        "_4"."owner" = (
                          SELECT
                            $2::pg_catalog.text
                        )
                      )
                  )
              )
              UNION
              (
                SELECT
                  "_5"."id"
                FROM
                  "public"."article" AS "_5"
                WHERE
                  EXISTS (
                    SELECT
                      1
                    FROM
                      "public"."editor" AS "_6"
                    WHERE
                      ("_6"."article_id" = "_5"."id")
                      AND (
                        "_6"."person" = (
                          SELECT
                            $2::pg_catalog.text
                        )
                      )
                  )
              )
            )
          )
          AND ("_2"."score" > $3::pg_catalog.float8)
      ) AS "_1"
  ) AS "0";
