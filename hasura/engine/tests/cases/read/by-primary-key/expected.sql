-- $1: x-hasura-user
-- $2: request
SELECT
  (
    SELECT
      ('{"title":' || coalesce((JSON_SCALAR ("_8"."title"))::pg_catalog.text, 'null')) || (',"author":' || (coalesce("_8"."author", 'null') || '}'))
    FROM
      (
        SELECT
          "_1"."title" AS "title",
          (
            SELECT
              '{"name":' || (coalesce((JSON_SCALAR ("_7"."name"))::pg_catalog.text, 'null') || '}')
            FROM
              (
                SELECT
                  "_6"."name" AS "name"
                FROM
                  "public"."author" AS "_6"
                WHERE
                  ("_6"."id" = "_1"."author_id")
                  AND (
                    "_6"."owner" = (
                      SELECT
                        $1::pg_catalog.text
                    )
                  )
              ) AS "_7"
          ) AS "author"
        FROM
          "public"."article" AS "_1"
        WHERE
          (
            ("_1"."id") IN (
              (
                SELECT
                  "_2"."id"
                FROM
                  "public"."article" AS "_2"
                WHERE
                  EXISTS (
                    SELECT
                      1
                    FROM
                      "public"."author" AS "_3"
                    WHERE
                      ("_3"."id" = "_2"."author_id")
                      AND (
                        "_3"."owner" = (
                          SELECT
                            $1::pg_catalog.text
                        )
                      )
                  )
              )
              UNION
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
                      "public"."editor" AS "_5"
                    WHERE
                      ("_5"."article_id" = "_4"."id")
                      AND (
                        "_5"."person" = (
                          SELECT
                            $1::pg_catalog.text
                        )
                      )
                  )
              )
            )
          )
          AND ("_1"."id" = $2::pg_catalog.int4)
        LIMIT
          1
      ) AS "_8"
  ) AS "0";
