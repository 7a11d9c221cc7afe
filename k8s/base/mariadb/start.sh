#!/bin/sh
# Starts the database server: an empty volume gets the server's own tables, and
# at each start, before anybody can connect, the server is told of the four
# schemas and of one user for each who sees nothing else. So a new password in
# a Secret counts from the next start on.
#
# Its settings are REGISTRY_MYSQL_PASSWORD, SCORING_MYSQL_PASSWORD,
# WORKFLOW_MYSQL_PASSWORD and REPORTING_MYSQL_PASSWORD. The administrator has
# no password: it is the user the server runs as, known by the socket.
set -eu
umask 077

volume=/var/lib/mysql
run=/run/mysqld

fail() {
  echo "start.sh: $1" >&2
  exit 1
}

# schema NAME PASSWORD: one statement a line, as the server wants them.
schema() {
  [ -n "$2" ] || fail "the password of $1 is empty: see the Secret rasoat-$1"
  case $2 in
    *[!A-Za-z0-9_.-]*) fail "the password of $1 may hold only A-Z a-z 0-9 _ . -" ;;
  esac
  echo "CREATE DATABASE IF NOT EXISTS \`$1\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
  echo "CREATE USER IF NOT EXISTS '$1'@'%' IDENTIFIED BY '$2';"
  echo "ALTER USER '$1'@'%' IDENTIFIED BY '$2';"
  echo "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON \`$1\`.* TO '$1'@'%';"
}

# Whole or not at all: a half-made folder has another name.
if [ ! -d "$volume/data" ]; then
  rm -rf "$volume/data.new"
  mariadb-install-db --no-defaults --basedir=/usr --datadir="$volume/data.new" --skip-test-db \
    --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" --skip-name-resolve
  mv "$volume/data.new" "$volume/data"
fi

{
  schema registry "${REGISTRY_MYSQL_PASSWORD:-}"
  schema scoring "${SCORING_MYSQL_PASSWORD:-}"
  schema workflow "${WORKFLOW_MYSQL_PASSWORD:-}"
  schema reporting "${REPORTING_MYSQL_PASSWORD:-}"
} >"$run/init.sql"

exec mariadbd --defaults-file=/etc/rasoat/server.cnf --basedir=/usr --init-file="$run/init.sql"
