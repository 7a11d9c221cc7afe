# shellcheck shell=bash
# Steps 5 to 8 of `up`: migrations, the five processes, the example.

gateway_url() { echo "http://127.0.0.1:$RASOAT_HTTP_PORT"; }

# service_environment NAME: the settings of one service; call in a subshell.
# The README of the service explains each.
service_environment() {
  local name=$1 prefix=${1^^} other
  for other in "${services[@]}"; do
    export "${other^^}_ADDRESS=127.0.0.1:$(grpc_port "$other")"
  done
  RASOAT_TRUST=$(trusted_keys)
  export RASOAT_TRUST
  if [[ $name == gateway ]]; then
    export GATEWAY_LISTEN=127.0.0.1:$RASOAT_HTTP_PORT GATEWAY_DESCRIPTORS=$root/.build/rasoat.binpb
    export GATEWAY_WEB=$root/gateway/web/dist
    return
  fi
  local url=$RASOAT_MYSQL_URL
  [[ -n $url ]] || url=unix://$(mysql_socket)
  export "${prefix}_LISTEN=127.0.0.1:$(grpc_port "$name")" "${prefix}_METRICS_LISTEN=127.0.0.1:$(metrics_port "$name")"
  export "${prefix}_MYSQL_URL=$url" "${prefix}_MYSQL_SCHEMA=$RASOAT_MYSQL_PREFIX$name"
  export "${prefix}_MYSQL_USER=$RASOAT_MYSQL_PREFIX$name" "${prefix}_MYSQL_PASSWORD=$(secret "mysql-$name")"
  export "${prefix}_MIGRATIONS=$root/services/$name/migrations" "${prefix}_SIGNING_SEED=$(signing_seed "$name")"
  case $name in
    registry)
      export REGISTRY_FORMS=$root/services/registry/forms
      REGISTRY_DATA_KEYS=$(secret registry-data-keys)
      REGISTRY_INDEX_KEY=$(secret registry-index-key)
      export REGISTRY_DATA_KEYS REGISTRY_INDEX_KEY
      ;;
    scoring) export SCORING_STANDARDS=$root/services/scoring/standards ;;
    workflow)
      export WORKFLOW_PROCEDURES=$root/services/workflow/procedures
      WORKFLOW_PEOPLE_SEED=$(signing_seed people)
      WORKFLOW_ADMIN_PASSWORD=$(secret admin-password)
      export WORKFLOW_PEOPLE_SEED WORKFLOW_ADMIN_PASSWORD WORKFLOW_ADMIN_ACCOUNT=admin
      ;;
  esac
}

binary() { echo "$root/.build/bin/${1}d"; }

# fingerprint NAME: changes when the program, its settings or its data do; a
# running service with another fingerprint is restarted.
fingerprint() {
  (
    service_environment "$1"
    {
      env | grep -E '^(RASOAT_(TRUST|TLS)|REGISTRY_|SCORING_|WORKFLOW_|REPORTING_|GATEWAY_)' | sort
      stat -c '%Y %s' "$(binary "$1")"
      case $1 in
        gateway) sha256sum <"$GATEWAY_DESCRIPTORS" && { find "$GATEWAY_WEB" -type f -printf '%p %T@\n' 2>/dev/null || true; } | sort ;;
        *) find "$root/services/$1" \( -path '*/forms/*' -o -path '*/standards/*' -o -path '*/procedures/*' -o -path '*/calendars/*' \) \
          -type f -printf '%p %T@ %s\n' | sort ;;
      esac
    } | sha256sum | cut -c1-16
  )
}

migrate_schemas() {
  step "migrations"
  local name log
  for name in "${services[@]}"; do
    log=$RASOAT_HOME/log/$name.log
    (service_environment "$name" && exec "$(binary "$name")" migrate) >>"$log" 2>&1 9>&- || {
      log_tail "$log" 5
      die "${name}d migrate failed" "if a merged migration file was edited, put it back; else read $log"
    }
  done
}

start_services() {
  step "services and gateway"
  local name want started=()
  for name in "${services[@]}" gateway; do
    want=$(fingerprint "$name")
    if alive "$name"; then
      [[ $process_fingerprint != "$want" ]] || continue
      note "$name has changed: restarting it"
      end_process "$name" 20
    fi
    if [[ $name == gateway ]]; then
      need_free_port "$RASOAT_HTTP_PORT" "the gateway" "end that program, or set RASOAT_HTTP_PORT"
    else
      need_free_port "$(grpc_port "$name")" "$name" "end that program, or set RASOAT_PORT_BASE to other than $RASOAT_PORT_BASE"
      need_free_port "$(metrics_port "$name")" "the metrics of $name" "end that program, or set RASOAT_PORT_BASE to other than $RASOAT_PORT_BASE"
    fi
    launch_service "$name" "$want"
    started+=("$name")
  done
  ((${#started[@]})) || note "run already"
  for name in "${services[@]}" gateway; do wait_ready "$name"; done
}

launch_service() {
  # A subshell, for the environment; its child outlives it.
  (service_environment "$1" && launch "$1" "$2" "$(binary "$1")")
}

ready() {
  if [[ $1 == gateway ]]; then
    curl -fsS -m 2 -o /dev/null "$(gateway_url)/readyz" 2>/dev/null
  else
    (service_environment "$1" && exec "$(binary "$1")" health) >/dev/null 2>&1
  fi
}

ready_or_ended() { ready "$1" || ended "$1"; }

wait_ready() {
  local name=$1 log=$RASOAT_HOME/log/$1.log
  wait_until 60 ready_or_ended "$name" || true
  ready "$name" && return
  log_tail "$log"
  if alive "$name"; then
    die "$name (pid $process_pid) runs, but is not ready after 60 s" "read $log; ./rasoat down, then up again"
  fi
  die "$name ended at its start" "the last line of $log tells why"
}

# load_example: the player looks first, and leaves at once what is there.
load_example() {
  [[ $RASOAT_EXAMPLE != 0 ]] || return 0
  step "example: the census of Bắc Giang on 10/10/2021"
  # Whatever dies meanwhile, another up may start again, and waits here.
  exec 7>>"$RASOAT_HOME/run/example-lock"
  wait_for_lock 7 "the example"
  local options=(--example --data="$root/tests/census/data" --admin_account=admin
    --admin_password_file="$RASOAT_HOME/keys/admin-password")
  [[ -z $RASOAT_HOUSEHOLDS ]] || options+=(--households="$RASOAT_HOUSEHOLDS")
  # It finds the services as the gateway does.
  (service_environment gateway && exec "$root/.build/bin/census-player" "${options[@]}") 2>&1 | tee -a "$RASOAT_HOME/log/census-player.log" | sed -u 's/^/         /' ||
    die "the census player stopped" "run ./rasoat up again: it goes on where it stopped; else read $RASOAT_HOME/log/"
}

# Those that tests/census/accounts.cc makes; README.md tells what each may do.
example_accounts() {
  if [[ $RASOAT_EXAMPLE != 0 ]]; then
    echo '              tinh (province), huyen (district), xa (commune), dieu-tra-vien (reviewer): password ra-soat-2021'
  fi
}

print_addresses() {
  local url
  url=$(gateway_url)
  cat <<END

rasoat runs.
  page        $url/
  bulletin    $url/v1/rounds/bac-giang-2021/bulletin?area=24&as_of=2021-10-10
  API         $url/docs   $url/openapi.json
  sign in     account admin, password in $RASOAT_HOME/keys/admin-password
$(example_accounts)
  token       curl -s $url/v1/sessions --json '{"account": "…", "password": "…"}'
  more        ./rasoat status   ./rasoat logs gateway   ./rasoat down
END
}

command_up() {
  make_home
  lock_home
  save_settings
  install_for_build
  step "building (the first time takes minutes)"
  build .build "${up_targets[@]}"
  build_web
  make_keys
  start_database
  make_schemas
  migrate_schemas
  start_services
  unlock_home
  load_example
  step "done"
  print_addresses
}

command_down() {
  local purge=0
  case ${1:-} in
    '') ;;
    --purge) purge=1 ;;
    *) usage_error "down takes only --purge" ;;
  esac
  [[ -d $RASOAT_HOME/run ]] || { note "nothing was started in $RASOAT_HOME" && return; }
  lock_home
  step "stopping what up started"
  local name
  end_process gateway 20
  # All at once, so that the waits overlap.
  for name in "${services[@]}"; do
    if alive "$name"; then kill -TERM "$process_pid" 2>/dev/null || true; fi
  done
  for name in "${services[@]}"; do end_process "$name" 20; done
  end_process mariadb 60
  ((purge)) || return 0
  [[ -f $RASOAT_HOME/.rasoat-home ]] || die "$RASOAT_HOME is not a home of rasoat" "remove it by hand if you mean it"
  if [[ -n $RASOAT_MYSQL_URL && -n ${RASOAT_MYSQL_ADMIN_USER:-} ]]; then
    start_database
    step "dropping the schemas and users"
    drop_schemas
  elif [[ -n $RASOAT_MYSQL_URL ]]; then
    note "schemas $RASOAT_MYSQL_PREFIX* stay at $RASOAT_MYSQL_URL: RASOAT_MYSQL_ADMIN_USER is not set"
  fi
  step "removing $RASOAT_HOME"
  rm -rf "$RASOAT_HOME" "$([[ -n $RASOAT_MYSQL_URL ]] || dirname "$(mysql_socket)")"
}

# part_address NAME: where a part listens.
part_address() {
  case $1 in
    mariadb) echo "127.0.0.1:$(database_port)" ;;
    gateway) gateway_url ;;
    *) echo "127.0.0.1:$(grpc_port "$1")" ;;
  esac
}

# status: 0 when everything runs and is ready, 3 when something does not.
command_status() {
  local json=0 name state pid rc=0 parts=("${services[@]}" gateway) rows=() metrics
  case ${1:-} in
    '') ;;
    --json) json=1 ;;
    *) usage_error "status takes only --json" ;;
  esac
  if [[ -z $RASOAT_MYSQL_URL ]]; then parts=(mariadb "${parts[@]}"); fi
  mysql_client=(mariadb --no-defaults --socket="$(mysql_socket)")
  for name in "${parts[@]}"; do
    if ! alive "$name"; then
      state=stopped pid=null
    else
      pid=$process_pid state=ready
      if [[ $name == mariadb ]]; then database_answers || state=unready; else ready "$name" || state=unready; fi
    fi
    [[ $state == ready ]] || rc=3
    case $name in
      mariadb) metrics='' ;;
      gateway) metrics=$(gateway_url)/metrics ;;
      *) metrics=http://127.0.0.1:$(metrics_port "$name")/metrics ;;
    esac
    if ((json)); then
      rows+=("$(printf '{"name": "%s", "state": "%s", "pid": %s, "address": "%s", "metrics": "%s", "log": "%s"}' \
        "$name" "$state" "$pid" "$(part_address "$name")" "$metrics" "$RASOAT_HOME/log/$name.log")")
    else
      printf '%-10s %-8s %-8s %s\n' "$name" "$state" "${pid/null/-}" "$(part_address "$name")"
    fi
  done
  if ((json)); then
    local IFS=,
    printf '{"home": "%s", "url": "%s", "database": "%s", "parts": [%s]}\n' \
      "$RASOAT_HOME" "$(gateway_url)" "${RASOAT_MYSQL_URL:-unix://$(mysql_socket)}" "${rows[*]}"
  else
    printf 'home       %s\n' "$RASOAT_HOME"
  fi
  exit $rc
}

command_logs() {
  local follow=() names=()
  while (($#)); do
    case $1 in
      -f) follow=(-F) ;;
      -*) usage_error "logs takes -f and names" ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  ((${#names[@]})) || names=(mariadb "${services[@]}" gateway)
  local files=() name
  for name in "${names[@]}"; do
    [[ ! -f $RASOAT_HOME/log/$name.log ]] || files+=("$RASOAT_HOME/log/$name.log")
  done
  current_step="showing logs"
  ((${#files[@]})) || die "no log of ${names[*]} in $RASOAT_HOME/log" "logs there: $(cd "$RASOAT_HOME/log" 2>/dev/null && echo -- *.log)"
  exec tail -n 50 "${follow[@]}" "${files[@]}"
}

# rebuild SERVICE FOLLOWER: empties a read model and follows its feed again
# from position 0, while everything runs.
command_rebuild() {
  (($# == 2)) || usage_error "rebuild takes a service and the name of its follower"
  current_step="rebuilding $2 of $1"
  [[ " ${services[*]} " == *" $1 "* ]] || die "there is no service '$1'" "one of: ${services[*]}"
  alive "$1" || die "$1 does not run" "./rasoat up"
  (service_environment "$1" && exec "$(binary "$1")" rebuild "$2")
}
