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
          "public"."article" AS "_2"
        WHERE
          "_2"."published" = ('true')::pg_catalog.bool
        LIMIT
          2
      ) AS "_1"
  ) AS "0";
