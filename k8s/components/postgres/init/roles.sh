#!/bin/sh
# Prepares an empty PostgreSQL: four logins, three databases. The image runs this once, when the data folder is new.
#
#   goals_owner         owns the database "goals"; only migrations use it
#   goals_server_login  the dashboard's server: member of goals_server
#   goals_hasura_login  Hasura: member of goals_graphql, and owner of its own metadata database
#   authentik           owner of Authentik's database
#
# Passwords come from the environment: OWNER_PASSWORD, SERVER_PASSWORD, HASURA_PASSWORD, AUTHENTIK_PASSWORD.
# No "set" here: the image sources this file where it is not executable, as in a ConfigMap.
: "${OWNER_PASSWORD:?}" "${SERVER_PASSWORD:?}" "${HASURA_PASSWORD:?}" "${AUTHENTIK_PASSWORD:?}"

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner_password="$OWNER_PASSWORD" --set server_password="$SERVER_PASSWORD" \
  --set hasura_password="$HASURA_PASSWORD" --set authentik_password="$AUTHENTIK_PASSWORD" <<'SQL'
create role goals_graphql nologin;
create role goals_server nologin;
create role goals_owner login password :'owner_password';
create role goals_server_login login password :'server_password' in role goals_server;
create role goals_hasura_login login password :'hasura_password' in role goals_graphql;
create role authentik login password :'authentik_password';

-- Every migration limits the time of statements in the database "goals", for everybody but its owner.

create database goals owner goals_owner;
create database hasura_metadata owner goals_hasura_login;
create database authentik owner authentik;
revoke all on database goals, hasura_metadata, authentik from public;
grant connect on database goals to goals_server_login, goals_hasura_login;
\connect hasura_metadata
create extension if not exists pgcrypto;
SQL
