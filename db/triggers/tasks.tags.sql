-- Tags are trimmed and unique, and keep the order in which they were given.
create or replace function tidy_tags() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  max_tags constant int := 20;
  max_length constant int := 50;
  white constant text := '[\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]';
begin
  if jsonb_typeof(new.tags) <> 'array'
    or jsonb_path_exists(new.tags, 'strict $[*] ? (@.type() <> "string")', silent => true) then
    perform refuse('tasks_tags_texts', 'tasks', 'tags', 'send a list of texts');
  end if;
  new.tags := (
    select coalesce(jsonb_agg(tag order by place), '[]') from (
      select regexp_replace(given, format('^%1$s+|%1$s+$', white), '', 'g') as tag, min(place) as place
      from jsonb_array_elements_text(new.tags) with ordinality as element (given, place)
      group by 1
    ) tags
  );
  if jsonb_array_length(new.tags) > max_tags then
    perform refuse('tasks_tags_count', 'tasks', 'tags', format('keep at most %s tags', max_tags));
  end if;
  if exists (select from jsonb_array_elements_text(new.tags) tag where char_length(tag) not between 1 and max_length) then
    perform refuse('tasks_tags_length', 'tasks', 'tags', format('give each tag 1 to %s characters', max_length));
  end if;
  if exists (select from jsonb_array_elements_text(new.tags) tag where not is_printable(tag)) then
    perform refuse('tasks_tags_printable', 'tasks', 'tags',
      'give each tag a character that shows, and no line breaks, control characters or direction overrides');
  end if;
  return new;
end
$$;

create or replace trigger tasks_tidy_tags_on_insert before insert on tasks
  for each row when (new.tags <> '[]') execute function tidy_tags();

create or replace trigger tasks_tidy_tags_on_update before update of tags on tasks
  for each row when (old.tags is distinct from new.tags) execute function tidy_tags();
