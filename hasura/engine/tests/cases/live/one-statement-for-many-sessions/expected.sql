-- $1: x-hasura-user
-- $2: request
SELECT
  "subs"."result_id",
  "result"."0"
FROM
  pg_catalog.json_each ($1::pg_catalog.json) AS "subs" ("result_id", "result_vars")
  LEFT JOIN LATERAL (
    SELECT
      (
        SELECT
          coalesce(
            '[' || (
              pg_catalog.string_agg ('{"name":' || (coalesce((JSON_SCALAR ("_1"."name"))::pg_catalog.text, 'null') || '}'), ',') || ']'
            ),
            '[]'
          )
        FROM
          (
            SELECT
              "_2"."name" AS "name"
            FROM
              "public"."author" AS "_2"
            WHERE
              ("_2"."owner" = ("subs"."result_vars" ->> 0)::pg_catalog.text)
              AND ("_2"."age" > ("subs"."result_vars" ->> 1)::pg_catalog.int4)
          ) AS "_1"
      ) AS "0"
  ) AS "result" ON TRUE;
