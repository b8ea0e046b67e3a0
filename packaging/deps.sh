# Sourced by ./run and ./test: install_deps run|test installs what packaging/build-deps.txt names and is not there.

say() { printf '%s\n' "$*" >&2; }

missing_deps() { # kind: "run", or "test" for all
  local kind=$1 need package command have
  have=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' 2>/dev/null) "
  while read -r need package command; do
    case $need in '' | '#'*) continue ;; esac
    [ "$need" = run ] || [ "$kind" = test ] || continue
    if [ -n "$command" ] && command -v "$command" >/dev/null 2>&1; then continue; fi
    case $have in *" installed:$package "*) ;; *) printf '%s ' "$package" ;; esac
  done <"$root/packaging/build-deps.txt"
}

install_deps() {
  local missing sudo=
  if ! command -v dpkg-query >/dev/null 2>&1; then
    say "not a Debian system: packaging/build-deps.txt names what is needed; going on with what is there"
    return 0
  fi
  missing=$(missing_deps "$1")
  [ -n "$missing" ] || return 0
  say "installing: $missing"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || { say "not root and no sudo; as root: apt-get install $missing"; return 1; }
    sudo=sudo
  fi
  # shellcheck disable=SC2086 # a list of words
  {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
      $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
  } >&2
}
