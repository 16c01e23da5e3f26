#!/usr/bin/env bash
# Creates the two roles and the database, once: PostgreSQL's image runs it when its data folder is empty.
set -euo pipefail
psql --username=postgres --no-psqlrc --set=ON_ERROR_STOP=1 \
  --set=owner="$(cat /run/secrets/owner-password)" --set=desk="$(cat /run/secrets/desk-password)" <<'SQL'
create role countersign_owner login password :'owner';
create role countersign_desk login password :'desk';
create database countersign owner countersign_owner encoding 'UTF8' template template0;
SQL
