# shellcheck shell=bash
# ./rasoat test: builds everything, runs every test, ends with one line
# "N passed, N failed". tests/README.md tells what lies where.

node_parts=(api browser)

command_test() {
  local all=0 asan=0 parts=() folder=.build
  while (($#)); do
    case $1 in
      --all) all=1 ;;
      --asan) asan=1 ;;
      -*) usage_error "test takes --all, --asan and names of parts" ;;
      *) parts+=("$1") ;;
    esac
    shift
  done
  make_home
  passed=0 failed=0 summary=()
  test_directory=$(mktemp -d "${TMPDIR:-/tmp}/rasoat-test.XXXXXX")
  trap finish_test EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  install_for_build
  install_for_test

  if ((asan)); then
    folder=.build-asan
    ((${#parts[@]})) || parts=(unit contract)
    # A program built with the sanitizers needs twice the time and the disk:
    # only the tests asked for are built.
    local began=$SECONDS
    step "building the tests with AddressSanitizer and UBSan"
    build $folder build.ninja
    local targets
    mapfile -t targets < <(ctest --test-dir "$root/$folder" -N -L "^($(join '|' "${parts[@]}"))\$" | sed -n 's/^ *Test *#[0-9]*: //p')
    ((${#targets[@]})) || die "no test is labelled ${parts[*]}" "./rasoat test --asan runs unit and contract"
    build $folder "${targets[@]}"
    summary+=("$(printf '%-12s %6s %6s %5d s' build - - $((SECONDS - began)))")
    run_ctest "$folder" "$all" "${parts[@]}"
  else
    local began=$SECONDS
    step "building everything"
    build $folder all
    build_web
    summary+=("$(printf '%-12s %6s %6s %5d s' build - - $((SECONDS - began)))")
    run_parts "$all" "${parts[@]}"
  fi
  step "result"
  printf '  part         passed failed    time\n'
  printf '  %s\n' "${summary[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0 && passed > 0)) || exit 1
}

join() {
  local IFS=$1
  shift
  echo "$*"
}

# run_parts ALL PART…: what is neither a check nor in JavaScript is a label of
# ctest.
run_parts() {
  local all=$1 labels=() part check=0 node=()
  shift
  (($#)) || { check=1 node=("${node_parts[@]}"); }
  for part in "$@"; do
    case $part in
      check) check=1 ;;
      api | browser) node+=("$part") ;;
      *) labels+=("$part") ;;
    esac
  done
  if (($# == 0 || ${#labels[@]})); then run_ctest .build "$all" "${labels[@]}"; fi
  if ((check)); then
    local began=$SECONDS
    step "check"
    run_checks "${all_checks[@]}"
    count check "$checks_passed" "$checks_failed" "$began"
  fi
  if ((${#node[@]})); then run_against_system "${node[@]}"; fi
}

# count PART PASSED FAILED BEGAN
count() {
  passed=$((passed + $2)) failed=$((failed + $3))
  summary+=("$(printf '%-12s %6d %6d %5d s' "$1" "$2" "$3" $((SECONDS - $4)))")
}

# run_ctest FOLDER ALL LABEL…: beside a MariaDB server of its own.
run_ctest() {
  local folder=$1 all=$2 options=() began=$SECONDS
  shift 2
  if (($#)); then options+=(-L "^($(join '|' "$@"))\$" --no-tests=error); fi
  ((all)) || options+=(-LE '^slow$')
  step "ctest in $folder${1:+: $*}"
  rm -rf "$test_directory/gtest" "$test_directory/ctest.xml"
  # Halts at the first finding; a leak is one.
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  GTEST_OUTPUT=xml:$test_directory/gtest/ "$root/.ci/lib/with-mariadb.sh" \
    ctest --test-dir "$root/$folder" -j2 --output-on-failure --output-junit "$test_directory/ctest.xml" "${options[@]}" || true
  count_ctest
  count "$([[ $folder == .build ]] && echo ctest || echo asan)" "$ctest_passed" "$ctest_failed" "$began"
}

# count_ctest: the cases of each GoogleTest program; other programs, and those
# that died before their report, count as one. What is skipped was not tested:
# nothing is missing here, so it counts as failed.
count_ctest() {
  local name status report tests bad
  ctest_passed=0 ctest_failed=0
  if [[ ! -s $test_directory/ctest.xml ]]; then
    ctest_failed=1
    return
  fi
  while read -r name status; do
    report=$test_directory/gtest/$name.xml
    if [[ -f $report ]]; then
      tests=$(sed -n '/<testsuites /{s/.* tests="\([0-9]*\)".*/\1/p;q}' "$report")
      bad=$(grep -cE '<testcase .*result="(skipped|suppressed)"' "$report" || true)
      bad=$((bad + $(sed -n '/<testsuites /{s/.* failures="\([0-9]*\)".*/\1/p;q}' "$report")))
      # Failed as a whole, every case passing: died at its end, or a leak.
      if [[ $status != run && $bad == 0 ]]; then bad=1 tests=$((tests + 1)); fi
    else
      tests=1 bad=0
      [[ $status == run ]] || bad=1
    fi
    ctest_passed=$((ctest_passed + tests - bad)) ctest_failed=$((ctest_failed + bad))
  done < <(sed -n 's/.*<testcase name="\([^"]*\)".* status="\([a-z]*\)".*/\1 \2/p' "$test_directory/ctest.xml")
  ((ctest_passed + ctest_failed)) || ctest_failed=1
}

# run_against_system PART…: the tests in JavaScript, against a system that
# `up` starts in a temporary home, on free ports, with the example.
run_against_system() {
  local part began=$SECONDS files
  step "starting a system for the tests of ${*}"
  choose_ports
  export RASOAT_HOME=$test_directory/home RASOAT_MYSQL_URL='' RASOAT_EXAMPLE=1
  export RASOAT_URL=http://127.0.0.1:$RASOAT_HTTP_PORT RASOAT_HTTP_PORT RASOAT_PORT_BASE
  system_runs=1
  if ! "$root/rasoat" up; then
    count up 0 1 "$began"
    return
  fi
  count up 1 0 "$began"
  RASOAT_ADMIN_PASSWORD=$(<"$RASOAT_HOME/keys/admin-password")
  export RASOAT_ADMIN_PASSWORD
  RASOAT_CHROMIUM=$(command -v chromium)
  export RASOAT_CHROMIUM
  for part in "$@"; do
    case $part in
      api) mapfile -t files < <(find "$root/tests/integration" -name '*.test.mjs' | sort) ;;
      browser) mapfile -t files < <(find "$root/tests/browser" -name '*.test.mjs' 2>/dev/null | sort) ;;
    esac
    ((${#files[@]})) || continue
    run_node "$part" "${files[@]}"
  done
}

# run_node PART FILE…
run_node() {
  local part=$1 began=$SECONDS tap=$test_directory/$1.tap good bad
  shift
  step "$part"
  (cd "$root/tests" && node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" "$@") || true
  good=$(sed -n 's/^# pass //p' "$tap" | tail -n 1)
  bad=$(awk '/^# (fail|cancelled|skipped|todo) /{n += $3} END {print n + 0}' "$tap")
  if [[ -z $good ]]; then good=0 bad=1; fi
  count "$part" "$good" "$bad" "$began"
}

choose_ports() {
  local offset free
  for _ in {1..50}; do
    RASOAT_PORT_BASE=$((10000 + RANDOM % 80 * 250)) free=1
    RASOAT_HTTP_PORT=$((RASOAT_PORT_BASE + 80))
    for offset in 1 2 3 4 80 101 102 103 104 206; do
      ! port_taken $((RASOAT_PORT_BASE + offset)) || free=0
    done
    ((free)) && return
  done
  die "no free ports between 10000 and 30000" "end some of the programs that listen there"
}

finish_test() {
  local rc=$?
  trap - ERR
  [[ -z ${system_runs:-} ]] || "$root/rasoat" down --purge >/dev/null 2>&1 || true
  rm -rf "$test_directory"
  exit $rc
}
