-- A language and a time zone that every page and job can use. What a person chooses and is unknown is refused; what the
-- provider says and is unknown counts as unsaid, because nobody at the door of a sign-in could correct it.
create or replace function keep_known_preferences() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  is_chosen constant boolean := acting_user_id() is not null;
  zone text;
begin
  -- As BCP 47 writes a tag; each variant and each extension only once. What is too long has a check of its own.
  if char_length(new.locale) <= 64 and (new.locale !~* '^([a-z]{2,3}|[a-z]{5,8})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-[a-wyz\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?$'
    or new.locale ~* '-([a-z\d]|[a-z\d]{5,8}|\d[a-z\d]{3})-(.*-)?\1(-|$)') then
    if is_chosen then
      perform refuse('users_locale_known', 'users', 'locale', 'choose a language tag, such as en-GB');
    end if;
    new.locale := null;
  end if;
  if new.time_zone is not null then
    select name into zone from pg_timezone_names
      where lower(name) = lower(new.time_zone) and name !~ '^(posix|right)/' and name not in ('localtime', 'posixrules', 'Factory');
    if zone is null and is_chosen then
      perform refuse('users_time_zone_known', 'users', 'time_zone', 'choose a time zone by its name, such as Europe/Berlin');
    end if;
    new.time_zone := zone;
  end if;
  return new;
end
$$;

create or replace trigger users_know_first_preferences before insert on users
  for each row when (new.locale is not null or new.time_zone is not null) execute function keep_known_preferences();

create or replace trigger users_keep_known_preferences before update of locale, time_zone on users
  for each row when ((old.locale, old.time_zone) is distinct from (new.locale, new.time_zone))
  execute function keep_known_preferences();
