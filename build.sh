#!/usr/bin/env bash
# Builds, tests and measures the proxy. "./build.sh help" lists the verbs.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
readonly log=artifacts/build.log
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

usage() {
  cat <<'TEXT'
Usage: ./build.sh [VERB] [ARGUMENTS]

  build           build the native binary: artifacts/proxy (the default)
  run             build, then artifacts/proxy demo ARGUMENTS
  test            install what tests need, build all, run every test; ARGUMENTS go to the test runner,
                  as in: ./build.sh test --filter FullyQualifiedName~Host
  soak            build, then ten minutes of mixed load with faults on both sides of the binary; every response is checked;
                  as in: ./build.sh soak --minutes 30 --seed 7
  fuzz            mutate messages for 5 minutes and hold the proxy to its properties; --minutes N, --seed S,
                  --target request|response|chunked|exchange, --repeat FILE: see docs/adr/0004
  bench           micro benchmarks (BenchmarkDotNet); ARGUMENTS choose, as in: ./build.sh bench --filter '*Parser*'
  compare         build, then measure side by side with nginx, HAProxy and YARP
  resilience      build, then let origins fail under load, side by side with nginx and HAProxy
  docs            write docs/configuration.md anew, from the tables that read the file
  format          format the sources
  check-format    fail when a source is not formatted
  help            this text
TEXT
}

fail() {
  printf 'build.sh: %s\n' "$1" >&2
  exit 1
}

# Shows what a command prints only when it fails.
quietly() {
  mkdir -p artifacts
  if ! "$@" > "$log" 2>&1; then
    cat "$log" >&2
    fail "failed: $*"
  fi
}

# nginx lives in sbin, which is not on every user's path.
export PATH="$PATH:/usr/sbin:/sbin"

# Without libicu even "dotnet --version" ends; nothing here needs it.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

has() { command -v "$1" > /dev/null 2>&1; }

service_units() { find /lib/systemd/system /usr/lib/systemd/system -maxdepth 1 -name '*.service' -printf '%f\n' 2> /dev/null | sort -u || true; }

# Nor may it start with the next boot. $1: the units that were there before: those are the machine's own.
disable_new_services() {
  local unit
  has systemctl || return 0
  for unit in $(comm -13 <(printf '%s\n' "$1") <(service_units)); do
    systemctl disable "$unit" > /dev/null 2>&1 || true
  done
}

# Installs packages on Debian and Ubuntu as root; anywhere else says what to type. $1: what for; rest: the packages' names there.
install() {
  local purpose=$1
  shift
  if ! has apt-get; then
    fail "$purpose: install these with your package manager (Debian's names): $*"
  elif [ "$(id -u)" -ne 0 ]; then
    fail "$purpose; run: sudo apt-get install -y $*"
  fi

  echo "installing $*"
  local units_before
  units_before=$(service_units)
  # A server that comes as a test's tool must not start as a service of this machine.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod +x "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi

  quietly apt-get update
  quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"

  disable_new_services "$units_before"

  # Here and not only at the end: "exec" ends this script without its trap.
  if [ "$(trap -p EXIT)" ]; then
    rm -f "$policy"
    trap - EXIT
  fi
}

need_sdk() {
  # Fails as well when an SDK is there, but not the one global.json asks for.
  local said="" reason=""
  if has dotnet; then
    if said=$(dotnet --version 2>&1); then
      return
    fi
    reason=$'\nThe dotnet that is here says:\n'"$said"
  fi

  if has apt-get && [ "$(id -u)" -eq 0 ]; then
    quietly apt-get update
    if apt-cache show dotnet-sdk-10.0 > /dev/null 2>&1; then
      install "the .NET 10 SDK is needed" dotnet-sdk-10.0
      return
    fi
  fi

  fail "the .NET 10 SDK is needed: see https://dotnet.microsoft.com/download/dotnet/10.0, or
  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0
  export PATH=\"\$HOME/.dotnet:\$PATH\" DOTNET_ROOT=\"\$HOME/.dotnet\"$reason"
}

# The native compiler and the libraries come as packages of .NET; the linker, objcopy and libc are the system's.
need_linker() {
  if { has clang || has gcc; } && has objcopy && [ -e /usr/include/stdio.h ]; then
    return
  elif has apk; then
    fail "a linker is needed for the native binary; run: apk add clang build-base"
  elif has dnf; then
    fail "a linker is needed for the native binary; run: sudo dnf install -y clang binutils glibc-devel"
  fi

  install "a linker is needed for the native binary" gcc libc6-dev
}

need_test_tools() {
  has nginx || install "the tests run against a real nginx" nginx
  want_peers
  want_node_packages
}

# Other people's clients and servers: where they cannot be had, the tests that need them are skipped, except on CI.
want_peers() {
  local missing=()
  has curl || missing+=(curl)
  has wrk || missing+=(wrk)
  has ab || missing+=(apache2-utils)
  has h2load || missing+=(nghttp2-client)
  has node || missing+=(nodejs)
  has npm || missing+=(npm)
  has slowhttptest || missing+=(slowhttptest)
  if [ ${#missing[@]} -gt 0 ] && ! (install "more tests run with more tools" "${missing[@]}"); then
    echo "tests that need these are skipped: ${missing[*]}"
  fi
}

want_node_packages() {
  # npm writes the inner file last.
  local folder=Proxy.Tests/EndToEnd/Peers/Node
  if ! has npm || [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    return 0
  fi

  echo "installing Node's packages for tests"
  if ! (quietly npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund); then
    echo "tests that need them are skipped"
  fi
}

runtime_identifier() {
  local libc=linux cpu
  if ls /lib/ld-musl-* > /dev/null 2>&1; then
    libc=linux-musl
  fi

  case $(uname -m) in
    x86_64 | amd64) cpu=x64 ;;
    aarch64 | arm64) cpu=arm64 ;;
    *) fail "no native build for $(uname -m): x86_64 and aarch64 are supported" ;;
  esac
  echo "$libc-$cpu"
}

build() {
  need_sdk
  need_linker
  local rid
  rid=$(runtime_identifier)
  quietly dotnet publish Proxy.Host -c Release -r "$rid" -o artifacts/publish
  mv -f artifacts/publish/proxy artifacts/proxy
  echo "artifacts/proxy: $rid, $(($(wc -c < artifacts/proxy) / 1024)) KiB"
}

run_tests() {
  need_test_tools
  build
  quietly dotnet build Proxy.slnx -c Release
  # The runner is the test program itself; its last lines say how many passed and failed.
  dotnet Proxy.Tests/bin/Release/net10.0/Proxy.Tests.dll "$@"
}

run_soak() {
  local minutes=10 seed=$RANDOM
  while [ $# -gt 0 ]; do
    case $1 in
      --minutes | --seed) ;;
      *) fail "soak takes --minutes and --seed, not \"$1\"" ;;
    esac
    [[ ${2:-} =~ ^[0-9]{1,9}$ ]] || fail "$1 needs a whole number"
    if [ "$1" = --minutes ]; then minutes=$2; else seed=$2; fi
    shift 2
  done

  build
  quietly dotnet build Proxy.slnx -c Release
  PROXY_SOAK_MINUTES=$minutes PROXY_SOAK_SEED=$seed \
    dotnet Proxy.Tests/bin/Release/net10.0/Proxy.Tests.dll --filter FullyQualifiedName~BinarySoakTests --no-ansi --no-progress || exit 1
}

verb=${1:-build}
[ $# -eq 0 ] || shift
case $verb in
  build) build ;;
  run)
    build
    exec artifacts/proxy demo "$@"
    ;;
  test) run_tests "$@" ;;
  soak) run_soak "$@" ;;
  fuzz)
    need_sdk
    quietly dotnet build Proxy.Tests/Fuzz -c Release
    exec dotnet Proxy.Tests/Fuzz/bin/Release/net10.0/Proxy.Fuzz.dll "$@"
    ;;
  bench)
    need_sdk
    exec dotnet run -c Release --project Proxy.Benchmarks -- bench "$@"
    ;;
  compare)
    build
    exec dotnet run -c Release --project Proxy.Benchmarks -- compare "$@"
    ;;
  resilience)
    build
    exec dotnet run -c Release --project Proxy.Benchmarks -- resilience "$@"
    ;;
  docs)
    need_sdk
    quietly dotnet build Proxy.Host -c Release
    dotnet Proxy.Host/bin/Release/net10.0/proxy.dll schema --markdown > artifacts/configuration.md
    mv artifacts/configuration.md docs/configuration.md
    ;;
  format)
    need_sdk
    quietly dotnet format Proxy.slnx
    ;;
  check-format)
    need_sdk
    quietly dotnet format Proxy.slnx --verify-no-changes
    ;;
  help | -h | --help) usage ;;
  *)
    printf 'build.sh: no verb is named "%s"\n\n' "$verb" >&2
    usage >&2
    exit 2
    ;;
esac
