# Shared by ./upkeep and benchmarks/run: finds a JDK 25 and a Maven. Sourced by bash; the caller sets $root,
# the folder of the sources.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }
fail() { say "upkeep: $*"; exit 1; }

# A JDK 25: the one named, the one in use, or one that stands in a usual folder.
is_jdk25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$1/release" 2>/dev/null; }
find_jdk() {
  local candidate on_path=""
  if on_path=$(command -v java 2>/dev/null); then on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")"); fi
  for candidate in "${UPKEEP_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
    /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then printf '%s' "$candidate"; return; fi
  done
  local seen="none found"
  [ -n "$on_path" ] && seen="the java in use is $(grep -s '^JAVA_VERSION=' "$on_path/release" | cut -d'"' -f2 || true) in $on_path"
  say "upkeep: JDK 25 is needed ($seen). Install one, for example Debian's package openjdk-25-jdk or Temurin's" \
    "temurin-25-jdk, or set UPKEEP_JAVA_HOME to where it is."
  exit 3
}

# What makes the platform's JVM quick to start and small; benchmarks measure with the same.
# shellcheck disable=SC2034
platform_jvm=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:ReservedCodeCacheSize=64m
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
# What ends soon is done before the second compiler has paid for itself.
# shellcheck disable=SC2034
short_lived_jvm=(-XX:TieredStopAtLevel=1)

maven() {
  local mvn=("$root/mvnw")
  # Where the wrapper cannot fetch its Maven, an installed one serves.
  if ! (cd "$root" && "$root/mvnw" --version) >/dev/null 2>&1; then
    command -v mvn >/dev/null || fail "neither ./mvnw could fetch Maven nor is mvn installed; see the messages of ./mvnw --version"
    mvn=(mvn)
  fi
  (cd "$root" && MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" "${mvn[@]}" -B "$@")
}
