# shellcheck shell=bash
# base_image: prints the Debian 12 that images are built on. Sourced.

# The one made here if there is one, else Docker Hub's, else it is made with debootstrap.
base_image() {
  local made=lcbp3/debian:12 root
  if docker image inspect "$made" >/dev/null 2>&1; then
    echo "$made"
  elif docker image inspect debian:12-slim >/dev/null 2>&1 || timeout 60 docker pull --quiet debian:12-slim >/dev/null 2>&1; then
    echo debian:12-slim
  else
    command -v debootstrap >/dev/null || { echo "No registry is reached, and debootstrap is missing: apt install debootstrap" >&2; return 1; }
    echo "No registry is reached: making $made with debootstrap …" >&2
    root=$(mktemp -d)
    debootstrap --variant=minbase bookworm "$root" >"$root.log" 2>&1 || { tail -5 "$root.log" >&2; rm -rf "$root"; return 1; }
    tar --create --directory "$root" . | docker import - "$made" >/dev/null
    rm -rf "$root" "$root.log"
    echo "$made"
  fi
}
