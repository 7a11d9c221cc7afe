#!/usr/bin/env bash
# with-mariadb.sh [--durable] COMMAND…
#
# Runs a command beside a MariaDB server of its own, in a temporary directory,
# that ends with it. The command finds
#   RASOAT_TEST_MYSQL           tcp://127.0.0.1:PORT
#   RASOAT_TEST_MYSQL_USER      an account that may create schemas and users
#   RASOAT_TEST_MYSQL_PASSWORD
# A commit is not flushed to the disk, which tests do not need; --durable
# flushes each, as `up` and production do. Returns the command's status.
# shellcheck disable=SC2317  # functions called by a trap and by wait_until
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=.ci/lib/common.sh
source "$here/common.sh"
# shellcheck source=.ci/lib/database.sh
source "$here/database.sh"

flush=2
if [[ ${1:-} == --durable ]]; then
  flush=1
  shift
fi
(($#)) || { echo "usage: $0 [--durable] COMMAND…" >&2 && exit 2; }

current_step="starting a MariaDB server for the tests"
directory=$(mktemp -d "${TMPDIR:-/tmp}/rasoat-db.XXXXXX")
server=''
finish() {
  if [[ -n $server ]]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$directory"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

log=$directory/log
mariadb_initialise "$directory/data" >"$log" 2>&1 || { log_tail "$log" && die "mariadb-install-db failed" "check that /tmp is not full"; }
mysql_client=(mariadb --no-defaults --socket="$directory/sock")
answers_or_ended() { database_answers || ! process_mark "$server" >/dev/null; }
# Somebody else may take the port between the look and the start: try again.
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 10000))
  ! port_taken "$port" || continue
  mariadb_arguments "$directory/data" "$directory/sock" "$port"
  setsid "${mariadb_command[@]}" --innodb-flush-log-at-trx-commit="$flush" </dev/null >>"$log" 2>&1 8>&- 9>&- &
  server=$!
  wait_until 60 answers_or_ended || true
  database_answers && break
  kill -KILL "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=''
done
[[ -n $server ]] || { log_tail "$log" && die "mariadbd did not start" "read the lines above"; }

export RASOAT_TEST_MYSQL=tcp://127.0.0.1:$port RASOAT_TEST_MYSQL_USER=rasoat
RASOAT_TEST_MYSQL_PASSWORD=$(openssl rand -hex 16)
export RASOAT_TEST_MYSQL_PASSWORD
"${mysql_client[@]}" --user="$(id -un)" <<SQL
CREATE USER 'rasoat'@'%' IDENTIFIED BY '$RASOAT_TEST_MYSQL_PASSWORD';
GRANT ALL ON *.* TO 'rasoat'@'%' WITH GRANT OPTION;
SQL
rc=0
"$@" || rc=$?
exit $rc
