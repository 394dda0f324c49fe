-- $1: x-hasura-user
-- $2: constant
SELECT
  (
    SELECT
      coalesce(
        '[' || (
          pg_catalog.string_agg (
            ('{"id":' || coalesce(("_1"."id")::pg_catalog.text, 'null')) || (',"full_name":' || (coalesce((JSON_SCALAR ("_1"."full_name"))::pg_catalog.text, 'null') || '}')),
            ','
          ) || ']'
        ),
        '[]'
      )
    FROM
      (
        SELECT
          "_2"."id" AS "id",
          "public"."full_name" ("_2".*) AS "full_name"
        FROM
          "public"."author" AS "_2"
        WHERE
          (
            "_2"."owner" = (
              SELECT
                $1::pg_catalog.text
            )
          )
          AND ("_2"."age" > $2::pg_catalog.int4)
        ORDER BY
          "_2"."name" ASC NULLS LAST
        LIMIT
          5
      ) AS "_1"
  ) AS "0";
