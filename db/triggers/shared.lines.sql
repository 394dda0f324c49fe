-- Whether a line has a visible character, no line break, and no direction override: what the "…_printable" constraints
-- require of columns, for texts inside JSON.
create or replace function is_printable(line text) returns boolean
  language sql
  immutable
  set search_path = pg_catalog, public, pg_temp
as $$
  select line ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
    and line !~ '[\u0001-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]'
$$;
