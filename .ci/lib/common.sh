# shellcheck shell=bash
# Settings, messages and processes: what every command of ./rasoat shares.

services=(registry scoring workflow reporting)
declare -A port_offset=([registry]=1 [scoring]=2 [workflow]=3 [reporting]=4)

# What `up` remembers in $RASOAT_HOME/settings, so that the other commands,
# and the next `up`, need not be told again. The environment always wins.
remembered=(RASOAT_HTTP_PORT RASOAT_PORT_BASE RASOAT_MYSQL_URL RASOAT_MYSQL_PREFIX)

# --- messages -------------------------------------------------------------

current_step="starting"

# step TEXT: announces what happens next, with the seconds since the start.
step() {
  current_step=$1
  printf '[%4d s] %s\n' "$SECONDS" "$1"
}

note() { printf '         %s\n' "$*"; }

# die WHY DO: ends the program; says which step, why, and what to do.
die() {
  printf '\nrasoat: failed: %s\n  why: %s\n  do:  %s\n' "$current_step" "$1" "$2" >&2
  exit 70
}

# log_tail FILE: the end of a log, for the reader of a failure.
log_tail() {
  [[ -s $1 ]] || return 0
  printf '\n--- end of %s ---\n' "$1" >&2
  tail -n "${2:-15}" "$1" >&2
}

# unexpected STATUS COMMAND LINE: for the ERR trap. 70 has spoken already.
unexpected() {
  (($1 != 70)) || exit 70
  printf '\nrasoat: failed: %s\n  why: "%s" ended with %d (%s line %s)\n  do:  run it again; if it fails again, report it with the lines above\n' \
    "$current_step" "${2%%$'\n'*}" "$1" "${BASH_SOURCE[1]#"$root"/}" "$3" >&2
  exit 70
}

# --- settings -------------------------------------------------------------

load_settings() {
  RASOAT_HOME=$(realpath -m "${RASOAT_HOME:-$root/.rasoat}")
  local key value
  if [[ -f $RASOAT_HOME/settings ]]; then
    while IFS='=' read -r key value; do
      [[ " ${remembered[*]} " == *" $key "* ]] || continue
      [[ -v $key ]] || printf -v "$key" '%s' "$value"
    done <"$RASOAT_HOME/settings"
  fi
  : "${RASOAT_HTTP_PORT:=8080}" "${RASOAT_PORT_BASE:=7100}" "${RASOAT_EXAMPLE:=1}"
  : "${RASOAT_MYSQL_URL:=}" "${RASOAT_HOUSEHOLDS:=}"
  # A private server is ours alone; on another's our names are marked.
  if [[ -n $RASOAT_MYSQL_URL ]]; then : "${RASOAT_MYSQL_PREFIX=rasoat_}"; else RASOAT_MYSQL_PREFIX=; fi
  current_step="reading the settings"
  [[ $RASOAT_HTTP_PORT =~ ^[0-9]+$ && $RASOAT_HTTP_PORT -ge 1 && $RASOAT_HTTP_PORT -le 65535 ]] ||
    die "RASOAT_HTTP_PORT is '$RASOAT_HTTP_PORT'" "set it to a port, 1 to 65535"
  [[ $RASOAT_PORT_BASE =~ ^[0-9]+$ && $RASOAT_PORT_BASE -ge 1024 && $RASOAT_PORT_BASE -le 65000 ]] ||
    die "RASOAT_PORT_BASE is '$RASOAT_PORT_BASE'" "set it to a number from 1024 to 65000; ports up to base + 206 are used"
  [[ $RASOAT_MYSQL_PREFIX =~ ^[a-z0-9_]{0,20}$ ]] ||
    die "RASOAT_MYSQL_PREFIX is '$RASOAT_MYSQL_PREFIX'" "use up to 20 small letters, digits and _"
  [[ -z $RASOAT_HOUSEHOLDS || $RASOAT_HOUSEHOLDS =~ ^[0-9]+$ ]] ||
    die "RASOAT_HOUSEHOLDS is '$RASOAT_HOUSEHOLDS'" "set it to the number of households a village"
}

save_settings() {
  local key
  for key in "${remembered[@]}"; do printf '%s=%s\n' "$key" "${!key}"; done >"$RASOAT_HOME/settings.new"
  mv "$RASOAT_HOME/settings.new" "$RASOAT_HOME/settings"
}

grpc_port() { echo $((RASOAT_PORT_BASE + port_offset[$1])); }
metrics_port() { echo $((RASOAT_PORT_BASE + 100 + port_offset[$1])); }
database_port() { echo $((RASOAT_PORT_BASE + 206)); }

make_home() {
  mkdir -p "$RASOAT_HOME"/{run,log,keys} 2>/dev/null ||
    die "cannot write to $RASOAT_HOME" "set RASOAT_HOME to a directory of your own"
  chmod 700 "$RASOAT_HOME/keys" "$RASOAT_HOME/run"
  # `down --purge` deletes only a directory that carries this mark.
  : >"$RASOAT_HOME/.rasoat-home"
}

# One command at a time changes a home. Descriptor 9 holds the lock; it is
# closed for everything that outlives the command.
lock_home() {
  exec 9>>"$RASOAT_HOME/run/lock"
  wait_for_lock 9 "$RASOAT_HOME"
}

unlock_home() { exec 9>&-; }

# wait_for_lock DESCRIPTOR WHAT
wait_for_lock() {
  flock -n "$1" && return
  note "another ./rasoat works on $2: waiting for it"
  flock -w 1800 "$1" || die "another ./rasoat has worked on $2 for half an hour" "end it, then run this again"
}

# --- processes ------------------------------------------------------------

# process_mark PID: what tells this process from a later one with its number:
# start time in ticks since boot, and the boot. Fails when there is none.
process_mark() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The name may hold spaces and brackets; fields are counted after it.
  local -a fields
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z ]] || return 1
  printf '%s %s' "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)"
}

# alive NAME: whether the process `up` recorded under NAME still runs. Sets
# process_pid and process_fingerprint.
alive() {
  local file=$RASOAT_HOME/run/$1.pid start boot
  process_pid='' process_fingerprint=''
  [[ -f $file ]] || return 1
  # shellcheck disable=SC2034  # with-mariadb.sh does without
  read -r process_pid start boot process_fingerprint <"$file" || return 1
  [[ $(process_mark "$process_pid") == "$start $boot" ]]
}

# launch NAME FINGERPRINT COMMAND…: starts a process of its own session.
launch() {
  local name=$1 fingerprint=$2 log=$RASOAT_HOME/log/$1.log child
  shift 2
  rm -f "$RASOAT_HOME/run/$name.pid"
  if [[ -f $log && $(stat -c %s "$log") -gt 50000000 ]]; then mv "$log" "$log.1"; fi
  # The child records itself before it becomes the program: nothing runs
  # unrecorded, even if this shell is killed now.
  # shellcheck disable=SC2016
  setsid "$BASH" -c '
    source "$1"; mark=$(process_mark $$)
    echo "$$ $mark $3" >"$2.new"; mv "$2.new" "$2"
    for open in /proc/self/fd/*; do # such as a lock of whoever called us
      ((${open##*/} < 3)) || eval "exec ${open##*/}>&-"
    done
    shift 3; exec "$@"' \
    rasoat "$root/.ci/lib/common.sh" "$RASOAT_HOME/run/$name.pid" "$fingerprint" "$@" \
    </dev/null >>"$log" 2>&1 8>&- 9>&- &
  child=$!
  wait_until 10 launched "$name" "$child" || {
    log_tail "$log"
    die "$name did not start" "read $log"
  }
}

launched() { [[ -f $RASOAT_HOME/run/$1.pid ]] || ! process_mark "$2" >/dev/null; }

# wait_until SECONDS COMMAND…: asks until the command agrees.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

ended() { ! alive "$1"; }

# end_process NAME SECONDS: asks it to end, waits, and ends it. Never touches
# a process that `up` did not record, or that took over its number.
end_process() {
  local name=$1 grace=$2
  if alive "$name"; then
    kill -TERM "$process_pid" 2>/dev/null || true
    if ! wait_until "$grace" ended "$name"; then
      note "$name (pid $process_pid) did not end in $grace s: killed"
      if alive "$name"; then kill -KILL "$process_pid" 2>/dev/null || true; fi
      wait_until 10 ended "$name" || die "$name (pid $process_pid) cannot be killed" "look at it with ps, then run ./rasoat down again"
    fi
  fi
  rm -f "$RASOAT_HOME/run/$name.pid"
}

# port_taken PORT: whether something listens there on the loopback address.
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

need_free_port() {
  ! port_taken "$1" || die "port $1, wanted for $2, is taken by another program" "$3"
}
