-- $1: x-hasura-user
-- $2: runtime
SELECT
  "subs"."result_id",
  "result"."0",
  "result"."1"
FROM
  pg_catalog.json_each ($1::pg_catalog.json) AS "subs" ("result_id", "result_vars")
  LEFT JOIN LATERAL (
    SELECT
      coalesce('[' || (pg_catalog.string_agg ("_1"."row", ',') || ']'), '[]') AS "0",
      pg_catalog.json_agg ("_1"."cursor") ->> -1 AS "1"
    FROM
      (
        SELECT
          (
            SELECT
              ('{"id":' || coalesce(("_2"."id")::pg_catalog.text, 'null')) || (',"title":' || (coalesce((JSON_SCALAR ("_2"."title"))::pg_catalog.text, 'null') || '}'))
            FROM
              (
                SELECT
                  "_3"."id" AS "id",
                  "_3"."title" AS "title"
              ) AS "_2"
          ) AS "row",
          "_3"."id" AS "cursor"
        FROM
          "public"."article" AS "_3"
        WHERE
          (
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
                      AND ("_5"."owner" = ("subs"."result_vars" ->> 0)::pg_catalog.text)
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
                      AND ("_7"."person" = ("subs"."result_vars" ->> 0)::pg_catalog.text)
                  )
              )
            )
          )
          AND ("_3"."id" > ("subs"."result_vars" ->> 1)::pg_catalog.int4)
        ORDER BY
          "_3"."id" ASC NULLS LAST
        FETCH FIRST
          (10) ROWS
        WITH
          TIES
      ) AS "_1"
  ) AS "result" ON TRUE;
