#!/usr/bin/env bash
# The command line as an IT person meets it. Usage: cli.sh LOKET SOURCE-ROOT. Says what it tried as TAP.
set -u
loket=$1 root=$2
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
config=$dir/loket.yaml
number=0 bad=0
cat >"$config" <<YAML
listen: "127.0.0.1:0"
services: "$root/services"
demo: true
office: { code: "5271", prefix: MTR, name: Kota Mataram }
YAML
chmod 600 "$config"

# expect NAME STATUS PATTERN COMMAND...: the status, and a line of stdout or stderr that fits
expect() {
  local name=$1 status=$2 pattern=$3 got
  shift 3
  number=$((number + 1))
  "$@" >"$dir/out" 2>"$dir/err" </dev/null
  got=$?
  if [ $got = "$status" ] && cat "$dir/out" "$dir/err" | grep -qE -- "$pattern"; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name (status $got)"
    sed 's/^/# /' "$dir/out" "$dir/err"
    bad=1
  fi
}
with_password() { printf '%s\n' "$1" | { shift && "$loket" user add --config "$config" --password-stdin "$@"; }; }
change() { python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()' "$dir/loket.db" "$1"; }

expect "no verb: usage" 2 '^usage: loket' "$loket"
expect "wrong verb: the nearest" 2 'did you mean "serve"' "$loket" servce
expect "half a verb: the whole" 2 'loket audit verify' "$loket" audit
expect "wrong option: the nearest" 2 'did you mean "--json"' "$loket" doctor --jsn
expect "help of one verb" 0 '^usage: loket token add' "$loket" help token add
expect "no configuration" 3 'no such file' "$loket" config --config "$dir/none.yaml"
expect "before init: says what to do" 1 'loket init' "$loket" audit verify --config "$config"
expect "init makes" 0 'version 0 -> [1-9]' "$loket" init --config "$config"
expect "init again changes nothing" 0 'nothing to do' "$loket" init --config "$config"
expect "configuration in force" 0 'timezone: "Asia/Makassar"' "$loket" config --config "$config"
echo 'ofice: 1' >"$dir/wrong.yaml"
expect "unknown key: line and nearest name" 3 'wrong.yaml:1: .*"office"' "$loket" config --config "$dir/wrong.yaml"
expect "services are sound" 0 ' 0 findings' "$loket" service check "$root/services"
mkdir "$dir/broken" && echo 'service: 1' >"$dir/broken/x.yaml"
expect "a broken service is found" 1 'x.yaml' "$loket" service check "$dir/broken"
expect "a user" 0 '^officer 1: rina \(verifier\)' with_password 'tiga ekor kuda' --login rina --name 'Rina' --role verifikator
expect "a short password" 1 'at least 12' with_password 'pendek' --login rina --name 'Rina' --role verifikator
expect "a common password" 1 'many people' with_password 'password2026' --login rina --name 'Rina' --role verifikator
expect "no such role" 2 'no role "raja"' with_password 'tiga ekor kuda' --login rina --name 'Rina' --role raja
expect "a token" 0 '^[A-Za-z0-9_-]{43}$' "$loket" token add --config "$config" --name bench --role verifikator
cp "$dir/out" "$dir/token"
expect "and nothing else on stdout" 0 '^1$' grep -c '' "$dir/token"
expect "a token is taken back" 0 'no longer works' "$loket" token revoke --config "$config" --name bench
expect "once" 1 'revoked before' "$loket" token revoke --config "$config" --name bench
expect "an officer is shut out" 0 'officer rina may no longer' "$loket" user disable --config "$config" --login Rina
expect "once" 1 'disabled before' "$loket" user disable --config "$config" --login rina
expect "let in again" 0 '^officer 1: rina' with_password 'tiga ekor kuda' --login rina --name 'Rina' --role verifikator
pk=whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= # RFC 8032, test 1
expect "a partner without agreement gets a sandbox" 0 '^[A-Za-z0-9_-]{43}$' "$loket" partner add --config "$config" --partner bank --public-key $pk --sandbox
expect "the first key is the first" 1 'partner key' "$loket" partner add --config "$config" --partner bank --public-key $pk --sandbox
expect "one more key" 0 '^[A-Za-z0-9_-]{43}$' "$loket" partner key --config "$config" --partner bank --public-key $pk --sandbox
expect "no agreement, no key" 1 'No agreement' "$loket" partner add --config "$config" --partner bank --public-key $pk
expect "no such partner" 1 'not in the list' "$loket" partner add --config "$config" --partner bnk --public-key $pk --sandbox
expect "a key that is none" 1 'public key must be' "$loket" partner add --config "$config" --partner tax --public-key whpk_AAAA --sandbox
expect "the list of keys" 0 'key 2 \(sandbox\)' "$loket" partner list --config "$config"
expect "a key is taken back" 0 'key 2 no longer' "$loket" partner revoke --config "$config" 2
expect "and shown so" 0 'REVOKED' "$loket" partner list --config "$config"
expect "demo office" 0 'officers +9 added' "$loket" demo --config "$config"
expect "demo again adds nobody" 0 'officers +0 added' "$loket" demo --config "$config"
expect "many applications" 0 'applications +500 added' "$loket" demo --config "$config" --applications 500
expect "the chain is whole" 0 '^whole: [0-9]+ events' "$loket" audit verify --config "$config"
expect "doctor in JSON" 5 '"check": "whatsapp"' "$loket" doctor --json --config "$config"
chmod 644 "$dir/keys/office.key"
expect "doctor sees a key others can read" 1 'office.key can be read by others' "$loket" doctor --config "$config"
change "UPDATE event SET data = '{}' WHERE seq = 3"
expect "a changed event is found" 1 '^broken at event 3: changed' "$loket" audit verify --config "$config"
change "DELETE FROM event WHERE seq = 2"
expect "a removed event is found" 1 '^broken at event 2' "$loket" audit verify --config "$config"
expect "explain a rule" 0 'asli' "$loket" explain originals_open
expect "explain an unknown code" 1 'nobody here says' "$loket" explain gibberish
echo "1..$number"
exit $bad
