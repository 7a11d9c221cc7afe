# shellcheck shell=bash
# Step 1 of `up`: what is missing from Debian and from npm.

# Programs, as command=package: whoever has the command from elsewhere keeps it.
# shellcheck disable=SC2191
build_programs=(g++=g++ cmake=cmake ninja=ninja-build ccache=ccache mold=mold
  pkg-config=pkg-config node=nodejs npm=npm git=git curl=curl openssl=openssl flock=util-linux
  clang++=clang wasm-ld=lld protoc=protobuf-compiler grpc_cpp_plugin=protobuf-compiler-grpc
  mariadb=mariadb-client-core mariadb-install-db=mariadb-server-core)
# The server package would start a server of the system's; its core does not.
build_packages=(ca-certificates libgrpc++-dev libprotobuf-dev libabsl-dev libmysqlcppconn-dev
  libboost-dev libsodium-dev libutf8proc-dev libssl-dev zlib1g-dev libcurl4-openssl-dev prometheus-cpp-dev
  libgtest-dev libgmock-dev libbenchmark-dev libexpat1-dev libzip-dev libxlsxwriter-dev)
# shellcheck disable=SC2191
check_programs=(clang-format=clang-format shellcheck=shellcheck)
# shellcheck disable=SC2191
test_programs=(chromium=chromium python3=python3)
test_packages=(fonts-dejavu-core)

# install_packages PROGRAM=PACKAGE… -- PACKAGE…
install_packages() {
  local missing=() item
  while [[ $1 != -- ]]; do
    item=$1
    shift
    PATH=$PATH:/usr/sbin command -v "${item%%=*}" >/dev/null || missing+=("${item#*=}")
  done
  shift
  for item in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$item" 2>/dev/null) == installed ]] || missing+=("$item")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null ||
    die "missing: ${missing[*]}; and this is not Debian" "install them by hand (the names are Debian's)"
  note "installing: ${missing[*]}"
  local as_root=()
  if ((EUID)); then
    command -v sudo >/dev/null ||
      die "missing packages, and only root may install them" "as root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  local log=$RASOAT_HOME/log/packages.log
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
  # Lists younger than a day will do, unless they prove too old.
  if [[ -z $(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -1 -print -quit 2>/dev/null) ]]; then
    with_progress "$log" "${apt[@]}" update || package_failure "$log"
  fi
  with_progress "$log" "${apt[@]}" install --no-install-recommends "${missing[@]}" ||
    { with_progress "$log" "${apt[@]}" update && with_progress "$log" "${apt[@]}" install --no-install-recommends "${missing[@]}"; } ||
    package_failure "$log"
}

package_failure() {
  log_tail "$1"
  die "apt-get did not install them" "check the network and /etc/apt/sources.list*, then run this again; the whole story: $1"
}

install_for_build() {
  step "packages of Debian"
  install_packages "${build_programs[@]}" -- "${build_packages[@]}"
  local major
  major=$(node --version)
  major=${major#v} major=${major%%.*}
  ((major >= 18)) || die "node is $(node --version)" "install node 18 or newer (Debian 12 has 18)"
  step "packages of npm"
  npm_install protos
  npm_install gateway/web
}

install_for_check() {
  step "packages for the checks"
  install_packages "${check_programs[@]}" --
  npm_install tests
}

install_for_test() {
  install_for_check
  step "packages for the tests"
  install_packages "${test_programs[@]}" -- "${test_packages[@]}"
}

# npm_install FOLDER: exactly what the lock file names, when it has changed.
npm_install() {
  local folder=$root/$1 mark log=$RASOAT_HOME/log/npm.log
  [[ -f $folder/package-lock.json ]] || return 0
  mark=$(sha256sum <"$folder/package-lock.json")
  [[ -f $folder/node_modules/.rasoat && $(<"$folder/node_modules/.rasoat") == "$mark" ]] && return
  note "npm ci in $1/"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) >>"$log" 2>&1 || {
    log_tail "$log"
    die "npm ci failed in $1/" "check the network, then run this again; the whole story: $log"
  }
  printf '%s\n' "$mark" >"$folder/node_modules/.rasoat"
}

# with_progress LOG COMMAND…: the output goes to the log; a line of it is
# shown every ten seconds. Returns the command's status.
with_progress() {
  local log=$1 line last=$SECONDS
  shift
  "$@" </dev/null 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    if ((SECONDS - last >= 10)); then
      last=$SECONDS
      printf '[%4d s]   … %.90s\n' "$SECONDS" "$line"
    fi
  done
}

# find_kustomize: sets $kustomize to a command that renders the folder named
# after it. Debian 12's own kubectl is too old to read folders as resources;
# then the next Debian's is unpacked (not installed) under .build/tools.
find_kustomize() {
  local candidate tools=$root/.build/tools
  for candidate in "kustomize build" "kubectl kustomize" "$tools/usr/bin/kubectl kustomize"; do
    renders "$candidate" || continue
    kustomize=$candidate
    return
  done
  note "fetching kubectl from Debian 13"
  local work
  work=$(mktemp -d)
  mkdir -p "$work/lists/partial" "$tools"
  if [[ -f /etc/apt/sources.list.d/debian.sources ]]; then
    awk '/^$/{exit}1' /etc/apt/sources.list.d/debian.sources | sed 's/^Suites:.*/Suites: trixie/' >"$work/s.sources"
  else
    sed -n '/^deb .* bookworm main/{s/ bookworm / trixie /p;q}' /etc/apt/sources.list >"$work/s.list"
  fi
  local apt=(apt-get -qq -o "Dir::Etc::SourceList=$(ls "$work"/s.*)" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o Dir::State::status=/dev/null -o Dir::Cache::pkgcache=
    -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
  (cd "$work" && "${apt[@]}" update && "${apt[@]}" download kubectl && dpkg -x kubectl_*.deb "$tools") >>"$RASOAT_HOME/log/packages.log" 2>&1 ||
    die "kubectl could not be fetched" "install kubectl 1.21 or newer, or kustomize; the whole story: $RASOAT_HOME/log/packages.log"
  rm -rf "$work"
  kustomize="$tools/usr/bin/kubectl kustomize"
}

# renders COMMAND: whether it can render a folder that takes in a folder.
renders() {
  command -v "${1%% *}" >/dev/null || return 1
  local work rc=0
  work=$(mktemp -d)
  mkdir "$work/base" "$work/top"
  printf 'resources: [map.yaml]\n' >"$work/base/kustomization.yaml"
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' >"$work/base/map.yaml"
  printf 'resources: [../base]\n' >"$work/top/kustomization.yaml"
  # shellcheck disable=SC2086
  $1 "$work/top" >/dev/null 2>&1 || rc=1
  rm -rf "$work"
  return $rc
}
