-- $1: x-hasura-user
WITH
  "shared1" AS MATERIALIZED (
    SELECT
      "_4"."id" AS "id",
      "_4"."age" AS "age"
    FROM
      "public"."author" AS "_4"
    WHERE
      "_4"."owner" = (
        SELECT
          $1::pg_catalog.text
      )
  )
SELECT
  (
    SELECT
      coalesce(
        '[' || (
          pg_catalog.string_agg ('{"id":' || (coalesce(("_1"."id")::pg_catalog.text, 'null') || '}'), ',') || ']'
        ),
        '[]'
      )
    FROM
      (
        SELECT
          "_2"."id" AS "id"
        FROM
          "shared1" AS "_2"
      ) AS "_1"
  ) AS "0",
  '{"aggregate":' || (
    (
      SELECT
        ('{"count":' || coalesce((pg_catalog.count (*))::pg_catalog.text, 'null')) || (
          ',"max":' || (
            (
              '{"age":' || (coalesce((pg_catalog.to_json (pg_catalog.max ("_3"."age")))::pg_catalog.text, 'null') || '}')
            ) || '}'
          )
        )
      FROM
        "shared1" AS "_3"
    ) || '}'
  ) AS "1";
