# shellcheck shell=bash
# ./rasoat bench [NAME…]: every program *_bench, or those whose name holds a
# NAME, beside a MariaDB server that flushes each commit. They print one JSON
# line a figure on standard output; everything else goes to standard error. One
# that starts services depends on them in CMake.

command_bench() {
  make_home
  {
    install_for_build
    step "building the measurements"
    build .build build.ninja
    local targets=() target name
    while IFS= read -r target; do
      for name in "${@:-}"; do
        [[ $target != *"$name"* ]] || { targets+=("$target") && break; }
      done
    done < <(ninja -C "$root/.build" -t targets all | sed -n '/^cmake_/d; s/^\([a-z0-9_]*_bench\): phony$/\1/p' | sort -u)
    ((${#targets[@]})) || die "no measurement is named like '$*'" "./rasoat bench without a name runs them all"
    build .build "${targets[@]}"
  } >&2
  # shellcheck disable=SC2016
  "$root/.ci/lib/with-mariadb.sh" --durable bash -c '
    cd "$1" && shift
    for program in "$@"; do
      path=$(find tests bin -maxdepth 1 -name "$program" -print -quit)
      "$path" || exit
    done' bench "$root/.build" "${targets[@]}"
}
