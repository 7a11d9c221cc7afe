# shellcheck shell=bash
# ./rasoat check [PART…]: what can be said of the sources without running
# them. Each check_PART prints its findings and fails when there are any; it
# may run inside a condition, so it says `|| return` where it must stop.

all_checks=(format protos breaking shell layering k8s)

# Settings of tests/node_modules' Redocly: ask nobody on the network.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true

# own_files PATTERN…: what is, or would be, in the repository.
own_files() {
  local file
  git -C "$root" ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r file; do
    [[ ! -f $root/$file ]] || printf '%s\n' "$file"
  done
}

check_format() {
  local bad
  bad=$(own_files '*.cc' '*.h' | (cd "$root" && xargs -r clang-format --dry-run 2>&1) | sed -n 's/^\([^:]*\):.*clang-format.*/\1/p' | uniq -c)
  [[ -n $bad ]] || return 0
  printf 'places, and files:\n%s\nmend them: git ls-files -co --exclude-standard "*.cc" "*.h" | xargs clang-format -i\n' "$bad"
  return 1
}

check_protos() { (cd "$root/protos" && node_modules/.bin/buf lint); }

# breaking_base: the commit whose protos the callers of today know: the
# newest release, else where this branch left main, else the commit before.
breaking_base() {
  local head base ref
  head=$(git -C "$root" rev-parse -q --verify HEAD) || return 1
  if base=$(git -C "$root" describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null); then
    echo "$base"
    return
  fi
  for ref in origin/main main; do
    base=$(git -C "$root" merge-base HEAD "$ref" 2>/dev/null) || continue
    [[ $base == "$head" ]] || { echo "$base" && return; }
  done
  # On main: what is not committed yet against HEAD, else HEAD against the one before.
  if [[ -n $(git -C "$root" status --porcelain -- protos) ]]; then echo "$head"; else git -C "$root" rev-parse -q --verify 'HEAD^'; fi
}

# proto_image FOLDER FILE: the descriptors of FOLDER/rasoat and its imports.
proto_image() {
  local files
  mapfile -t files < <(cd "$1" && find rasoat -name '*.proto')
  (cd "$1" && protoc -I . -I "$root/protos/node_modules/google-proto-files" \
    --include_imports --include_source_info --descriptor_set_out="$2" "${files[@]}")
}

# An intended break before the first release is declared in the commit that
# makes it, by a line "Breaking-API: who must do what".
check_breaking() {
  local base work rc=0
  if ! base=$(breaking_base) || [[ -z $(git -C "$root" ls-tree -r --name-only "$base" -- protos/rasoat) ]]; then
    echo "no earlier protos to compare with"
    return
  fi
  if git -C "$root" log --format=%B "$base..HEAD" | grep '^Breaking-API: '; then
    echo "declared, not checked"
    return
  fi
  work=$(mktemp -d)
  # Both as images of the same make: what is imported is not compared.
  git -C "$root" archive "$base" protos/rasoat | tar -x -C "$work" &&
    proto_image "$work/protos" "$work/base.binpb" && proto_image "$root/protos" "$work/now.binpb" &&
    (cd "$root/protos" && node_modules/.bin/buf breaking "$work/now.binpb" --against "$work/base.binpb" \
      --config buf.yaml --path rasoat) || rc=1
  rm -rf "$work"
  ((rc == 0)) || echo "compared with $(git -C "$root" log -1 --format='%h %s' "$base"); protos/README.md says how to change an API"
  return $rc
}

# Scripts, known by their first line, with what they source.
check_shell() {
  own_files 'rasoat' '.ci' 'tests' 'k8s' | (cd "$root" && xargs -r awk 'FNR == 1 && /^#!.*[\/ ](ba)?sh$/ {print FILENAME} {nextfile}') |
    (cd "$root" && xargs -r shellcheck --external-sources --check-sourced)
}

check_layering() {
  (cd "$root" && node tests/layering/layering.mjs)
}

check_k8s() {
  local overlay work rc=0 kustomize
  find_kustomize || return 1
  if [[ -x $root/tests/k8s/check ]]; then
    RASOAT_KUSTOMIZE=$kustomize "$root/tests/k8s/check"
    return
  fi
  work=$(mktemp -d)
  for overlay in "$root"/k8s/overlays/*/; do
    [[ -d $overlay ]] || continue
    basename "$overlay"
    # shellcheck disable=SC2086
    $kustomize "$overlay" >"$work/$(basename "$overlay").yaml" || rc=1
  done
  if [[ -f $root/tests/k8s/strict.mjs ]] && compgen -G "$work/*.yaml" >/dev/null; then
    node "$root/tests/k8s/strict.mjs" "$work"/*.yaml || rc=1
  fi
  rm -rf "$work"
  return $rc
}

# Slow, and one more package: on request only. clang cannot read the header
# that g++ compiled in advance, so it is given the text of it.
check_tidy() {
  command -v clang-tidy >/dev/null || { echo "apt-get install clang-tidy" && return 1; }
  local tidy=$root/.build/tidy pch=$root/.build/protos/CMakeFiles/rasoat_pch.dir/cmake_pch.hxx
  mkdir -p "$tidy" && cp "$pch" "$tidy/pch.hxx" || return
  sed "s|-Winvalid-pch||; s|$pch|$tidy/pch.hxx|" "$root/.build/compile_commands.json" >"$tidy/compile_commands.json"
  own_files '*.cc' | (cd "$root" && grep -v '^protos/' | xargs -r -n 4 -P "$(nproc)" clang-tidy --quiet -p "$tidy")
}

# run_checks PART…: runs them all, whatever the first says. Sets checks_passed
# and checks_failed.
run_checks() {
  local part log=$RASOAT_HOME/log/check.log began
  checks_passed=0 checks_failed=0
  for part in "$@"; do
    began=$SECONDS
    if "check_$part" >"$log" 2>&1; then
      checks_passed=$((checks_passed + 1))
      printf '  ok      %-10s %3d s  %s\n' "$part" $((SECONDS - began)) "$(tail -n 1 "$log")"
    else
      checks_failed=$((checks_failed + 1))
      printf '  FAILED  %-10s %3d s\n' "$part" $((SECONDS - began))
      sed 's/^/          /' "$log"
    fi
  done
}

command_check() {
  local parts=("$@") part
  for part in "$@"; do
    [[ $part == tidy || " ${all_checks[*]} " == *" $part "* ]] || usage_error "check knows: ${all_checks[*]} tidy"
  done
  ((${#parts[@]})) || parts=("${all_checks[@]}")
  make_home
  install_for_build
  install_for_check
  step "check"
  run_checks "${parts[@]}"
  ((checks_failed == 0)) || exit 1
}
