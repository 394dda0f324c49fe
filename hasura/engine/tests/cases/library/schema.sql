create table author (
  id int primary key,
  owner text not null,
  name text not null,
  age int,
  info jsonb
);

create table article (
  id serial primary key,
  author_id int not null references author,
  title text not null unique,
  published boolean not null default false,
  score float8 not null default 0
);

create table editor (
  article_id int references article,
  person text,
  primary key (article_id, person)
);

create function full_name(author_row author) returns text
  language sql stable
  return author_row.name || '!';

create function search_articles(search text) returns setof article
  language sql stable
  begin atomic
    select * from article where title like search || '%';
  end;
