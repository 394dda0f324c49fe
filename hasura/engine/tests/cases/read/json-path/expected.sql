-- $1: constant
-- $2: x-hasura-user
SELECT
  (
    SELECT
      coalesce(
        '[' || (
          pg_catalog.string_agg ('{"info":' || (coalesce((pg_catalog.to_json ("_1"."info"))::pg_catalog.text, 'null') || '}'), ',') || ']'
        ),
        '[]'
      )
    FROM
      (
        SELECT
          "_2"."info" #> $1::pg_catalog.text[] AS "info"
        FROM
          "public"."author" AS "_2"
        WHERE
          "_2"."owner" = (
            SELECT
              $2::pg_catalog.text
          )
      ) AS "_1"
  ) AS "0";
