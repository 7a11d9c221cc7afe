# shellcheck shell=bash
# Steps 3 and 4 of `up`: the MariaDB server, its schemas and users, the keys.

# mysql_socket: MariaDB takes paths of at most 107 bytes.
mysql_socket() {
  local path=$RASOAT_HOME/mysql/mysqld.sock
  if ((${#path} > 107)); then
    path=$(sha256sum <<<"$RASOAT_HOME")
    path=/tmp/rasoat-$(id -u)-${path:0:16}/mysqld.sock
  fi
  echo "$path"
}

# mariadb_initialise FOLDER: an empty server's files, whole or not at all. The
# one account is the system's user who runs it, known by the socket.
mariadb_initialise() {
  rm -rf "$1.new"
  mariadb-install-db --no-defaults --user="$(id -un)" --basedir=/usr --datadir="$1.new" --skip-test-db \
    --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
    --skip-name-resolve && mv "$1.new" "$1"
}

# mariadb_arguments DATA SOCKET PORT: sets mariadb_command.
mariadb_arguments() {
  mariadb_command=("$(PATH=$PATH:/usr/sbin command -v mariadbd)" --no-defaults --basedir=/usr --user="$(id -un)"
    --datadir="$1" --socket="$2" --bind-address=127.0.0.1 --port="$3" --pid-file="$1/mariadbd.pid"
    --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci --default-time-zone=+00:00
    --skip-name-resolve --skip-log-bin --max-connections=300 --max-allowed-packet=64M
    --innodb-buffer-pool-size=512M --innodb-log-file-size=256M)
}

start_database() {
  if [[ -n $RASOAT_MYSQL_URL ]]; then
    step "database: outside server $RASOAT_MYSQL_URL"
    [[ $RASOAT_MYSQL_URL =~ ^tcp://([^:/]+):([0-9]+)$ ]] ||
      die "RASOAT_MYSQL_URL is '$RASOAT_MYSQL_URL'" "write it as tcp://host:port"
    mysql_client=(mariadb --no-defaults --protocol=TCP --host="${BASH_REMATCH[1]}" --port="${BASH_REMATCH[2]}")
    return
  fi
  step "private MariaDB in $RASOAT_HOME/mysql"
  local data=$RASOAT_HOME/mysql/data socket port log=$RASOAT_HOME/log/mariadb.log
  socket=$(mysql_socket) port=$(database_port)
  mysql_client=(mariadb --no-defaults --socket="$socket")
  (umask 077 && mkdir -p "$RASOAT_HOME/mysql" "${socket%/*}")
  [[ -O ${socket%/*} ]] || die "${socket%/*} belongs to someone else" "set RASOAT_HOME to a shorter path"
  if [[ ! -d $data ]]; then
    note "creating it"
    mariadb_initialise "$data" >>"$log" 2>&1 || {
      log_tail "$log"
      die "mariadb-install-db failed" "check that the disk is not full; the whole story: $log"
    }
  fi
  if alive mariadb; then
    note "runs already, pid $process_pid"
  else
    need_free_port "$port" "the database" "end that program, or set RASOAT_PORT_BASE to other than $RASOAT_PORT_BASE"
    mariadb_arguments "$data" "$socket" "$port"
    launch mariadb - "${mariadb_command[@]}" --innodb-flush-log-at-trx-commit=1
  fi
  wait_until 60 database_answers_or_ended || true
  database_answers || {
    log_tail "$log"
    die "the database does not answer at $socket" "read $log; ./rasoat down --purge starts afresh and LOSES what is stored"
  }
}

database_answers() { "${mysql_client[@]}" --user="$(id -un)" -e 'select 1' >/dev/null 2>&1; }
database_answers_or_ended() { database_answers || ended mariadb; }

# as_admin: runs the SQL on standard input as one who may create users.
as_admin() {
  if [[ -n $RASOAT_MYSQL_URL ]]; then
    MYSQL_PWD=${RASOAT_MYSQL_ADMIN_PASSWORD:-} "${mysql_client[@]}" --user="$RASOAT_MYSQL_ADMIN_USER"
  else
    "${mysql_client[@]}" --user="$(id -un)"
  fi
}

# make_schemas: one schema a service, and one user who sees nothing else.
# Done again at each `up`: every statement may be repeated.
make_schemas() {
  step "schemas and users of the four services"
  local name service password
  if [[ -n $RASOAT_MYSQL_URL && -z ${RASOAT_MYSQL_ADMIN_USER:-} ]]; then
    for service in "${services[@]}"; do
      name=$RASOAT_MYSQL_PREFIX$service
      MYSQL_PWD=$(secret "mysql-$service") "${mysql_client[@]}" --user="$name" -e "use \`$name\`" >/dev/null 2>&1 ||
        die "user $name cannot use schema $name on $RASOAT_MYSQL_URL" \
          "set RASOAT_MYSQL_ADMIN_USER and RASOAT_MYSQL_ADMIN_PASSWORD: up creates both"
    done
    note "are there"
    return
  fi
  for service in "${services[@]}"; do
    name=$RASOAT_MYSQL_PREFIX$service
    password=$(secret "mysql-$service")
    cat <<SQL
CREATE DATABASE IF NOT EXISTS \`$name\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER IF NOT EXISTS '$name'@'%' IDENTIFIED BY '$password';
ALTER USER '$name'@'%' IDENTIFIED BY '$password';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON \`${name//_/\\_}\`.* TO '$name'@'%';
SQL
  done | as_admin 2>>"$RASOAT_HOME/log/mariadb.log" || {
    log_tail "$RASOAT_HOME/log/mariadb.log" 5
    die "the schemas could not be created" "check RASOAT_MYSQL_URL and the RASOAT_MYSQL_ADMIN_ settings, if set; else read $RASOAT_HOME/log/mariadb.log"
  }
}

# drop_schemas: what make_schemas created on an outside server.
drop_schemas() {
  local service name
  for service in "${services[@]}"; do
    name=$RASOAT_MYSQL_PREFIX$service
    printf "DROP DATABASE IF EXISTS \`%s\`; DROP USER IF EXISTS '%s'@'%%';\n" "$name" "$name"
  done | as_admin
}

# --- keys and passwords: $RASOAT_HOME/keys, readable by its owner only ------

# keep FILE: stores standard input there, whole and private, unless it exists.
keep() {
  [[ -s $1 ]] && return
  (umask 077 && cat >"$1.new")
  [[ -s $1.new ]] || die "$1 could not be made" "check that openssl works and that the disk is not full"
  mv "$1.new" "$1"
}

secret() { cat "$RASOAT_HOME/keys/$1"; }

make_keys() {
  step "keys and passwords in $RASOAT_HOME/keys"
  local name keys=$RASOAT_HOME/keys
  for name in people "${services[@]}"; do
    [[ -s $keys/$name.pem ]] || openssl genpkey -algorithm ed25519 | keep "$keys/$name.pem"
  done
  for name in "${services[@]}"; do
    [[ -s $keys/mysql-$name ]] || openssl rand -hex 24 | keep "$keys/mysql-$name"
  done
  # What is sealed in the database can be read with these only: never made anew.
  [[ -s $keys/registry-data-keys ]] || echo "1:$(openssl rand -base64 32)" | keep "$keys/registry-data-keys"
  [[ -s $keys/registry-index-key ]] || openssl rand -base64 32 | keep "$keys/registry-index-key"
  [[ -s $keys/admin-password ]] || openssl rand -base64 15 | tr '+/' '-_' | keep "$keys/admin-password"
}

# The 32 bytes of an Ed25519 key end its DER form. In base64.
signing_seed() { openssl pkey -in "$RASOAT_HOME/keys/$1.pem" -outform DER | tail -c 32 | base64 -w0; }
public_key() { openssl pkey -in "$RASOAT_HOME/keys/$1.pem" -pubout -outform DER | tail -c 32 | base64 -w0; }

trusted_keys() {
  local name list=''
  for name in people "${services[@]}"; do list+=${list:+,}$name:$(public_key "$name"); done
  echo "$list"
}
