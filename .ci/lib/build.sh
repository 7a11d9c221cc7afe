# shellcheck shell=bash
# Step 2 of `up`: the binaries and the pages.

up_targets=(registryd scoringd workflowd reportingd gatewayd device_library census-player)

# Compilers at once: what the processors and the memory (1.5 GB each) allow.
jobs_here() {
  [[ -z ${RASOAT_JOBS:-} ]] || { echo "$RASOAT_JOBS" && return; }
  local by_memory
  by_memory=$(awk '/MemAvailable/ {print int($2 / 1500000)}' /proc/meminfo)
  local jobs=$(($(nproc) + 1))
  ((by_memory >= jobs)) || jobs=$((by_memory > 1 ? by_memory : 1))
  echo "$jobs"
}

# configure FOLDER OPTION…: once; ninja does it again when a list changes.
configure() {
  local build=$root/$1 log=$RASOAT_HOME/log/build.log
  shift
  local made_for
  made_for=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$build/CMakeCache.txt" 2>/dev/null || true)
  if [[ -n $made_for && $made_for != "$root" ]]; then
    note "the checkout has moved: configuring anew"
    rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles" "$build/build.ninja"
  fi
  [[ -f $build/build.ninja ]] && return
  cmake -S "$root" -B "$build" -G Ninja "$@" >>"$log" 2>&1 || {
    log_tail "$log" 30
    rm -f "$build/build.ninja"
    die "cmake could not configure the build" "read the lines above; the whole story: $log"
  }
}

# build FOLDER TARGET…: shows progress; on failure shows the compiler's words.
# Descriptor 8 keeps two homes of one checkout from building at once.
build() {
  local folder=$1 log=$RASOAT_HOME/log/build.log
  shift
  mkdir -p "$root/$folder"
  exec 8>>"$root/$folder/.rasoat-lock"
  flock -n 8 || { note "another build runs in $folder: waiting for it" && flock 8; }
  : >"$log"
  case $folder in
    .build) configure "$folder" ;;
    .build-asan) configure "$folder" -DRASOAT_SANITIZE=ON ;;
  esac
  NINJA_STATUS='[%f/%t] ' with_progress "$log" ninja -C "$root/$folder" -j "$(jobs_here)" "$@" || {
    grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking|Generating)' "$log" | tail -n 60 >&2
    die "the build failed" "mend what the compiler says above, then run this again; the whole story: $log"
  }
  exec 8>&-
}

# build_web: the pages, when a source is newer than the last build, and beside
# them the library for devices, which build made.
build_web() {
  local web=$root/gateway/web log=$RASOAT_HOME/log/web.log
  [[ -f $web/package.json ]] || return 0
  step "building the web pages"
  local built=$web/dist/.rasoat
  if [[ -f $built && -z $(find "$web" \( -name node_modules -o -name dist \) -prune -o -type f -newer "$built" -print -quit) ]]; then
    note "nothing has changed"
  else
    (cd "$web" && npm run build) >"$log" 2>&1 || {
      log_tail "$log" 40
      die "npm run build failed in gateway/web/" "mend what it says above; the whole story: $log"
    }
    touch "$built"
  fi
  # With its times: what is the same does not restart the gateway.
  rm -rf "$web/dist/device"
  cp -pR "$root/.build/web/device" "$web/dist/device"
}
