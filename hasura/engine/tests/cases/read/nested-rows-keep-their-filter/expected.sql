-- $1: x-hasura-user
SELECT
  (
    SELECT
      coalesce(
        '[' || (
          pg_catalog.string_agg (
            ('{"name":' || coalesce((JSON_SCALAR ("_1"."name"))::pg_catalog.text, 'null')) || (',"articles":' || ("_1"."articles" || '}')),
            ','
          ) || ']'
        ),
        '[]'
      )
    FROM
      (
        SELECT
          "_2"."name" AS "name",
          (
            SELECT
              coalesce(
                '[' || (
                  pg_catalog.string_agg ('{"title":' || (coalesce((JSON_SCALAR ("_3"."title"))::pg_catalog.text, 'null') || '}'), ',') || ']'
                ),
                '[]'
              )
            FROM
              (
                SELECT
                  "_4"."title" AS "title"
                FROM
                  "public"."article" AS "_4"
                WHERE
                  ("_4"."author_id" = "_2"."id")
                  AND (
                    ("_4"."id") IN (
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
                              "public"."author" AS "_6"
                            WHERE
                              ("_6"."id" = "_5"."author_id")
                              AND (
                                "_6"."owner" = (
                                  SELECT
                                    $1::pg_catalog.text
                                )
                              )
                          )
                      )
                      UNION
                      (
                        SELECT
                          "_7"."id"
                        FROM
                          "public"."article" AS "_7"
                        WHERE
                          EXISTS (
                            SELECT
                              1
                            FROM
                              "public"."editor" AS "_8"
                            WHERE
                              ("_8"."article_id" = "_7"."id")
                              AND (
                                "_8"."person" = (
                                  SELECT
                                    $1::pg_catalog.text
                                )
                              )
                          )
                      )
                    )
                  )
                ORDER BY
                  "_4"."score" DESC NULLS FIRST
              ) AS "_3"
          ) AS "articles"
        FROM
          "public"."author" AS "_2"
        WHERE
          "_2"."owner" = (
            SELECT
              $1::pg_catalog.text
          )
      ) AS "_1"
  ) AS "0";
