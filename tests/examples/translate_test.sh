#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# translate_test.sh PROGRAM: what translate prints, where, and with which exit status.
set -u
program=$1
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect WHAT STATUS STDOUT STDERR INPUT ARGUMENTS...
expect() {
  local what=$1 status=$2 out=$3 err=$4 input=$5
  shift 5
  printf '%s' "$input" | "$program" "$@" >"$work/out" 2>"$work/err"
  local got=$?
  if [ "$got" != "$status" ]; then
    echo "FAILED: $what: exit status $got, wanted $status"
    failures=$((failures + 1))
  fi
  if ! diff <(printf '%s' "$out") "$work/out" >"$work/diff"; then
    echo "FAILED: $what: standard output"
    cat "$work/diff"
    failures=$((failures + 1))
  fi
  if ! diff <(printf '%s' "$err") "$work/err" >"$work/diff"; then
    echo "FAILED: $what: standard error"
    cat "$work/diff"
    failures=$((failures + 1))
  fi
}

usage='usage: translate FROM TO [--kind request|invite|list|error] [--now RFC3339] [--strict]
       FROM and TO: openai, native
Reads one JSON document from standard input; writes it to standard output.
'
invite='{"object":"organization.invite","id":"invite-abc","email":"user@example.com","role":"owner","status":"accepted","invited_at":1711471533,"expires_at":1711471533,"accepted_at":1711471533,"projects":[{"id":"project-xyz","role":"member"}]}'
waiting='{"object":"organization.invite","id":"i","email":"u@example.com","role":"reader","status":"pending","invited_at":1711471533,"expires_at":1712076333}'
native='{"invito":1,"id":"i","email":"u@example.com","created_at":"2024-03-26T16:45:33Z","send":true,"state":{"status":"pending","expires_at":"2024-04-02T16:45:33Z"},"role":"reader","offer_number":1,"revision":0,"baseline":{"state":{"status":"pending","expires_at":"2024-04-02T16:45:33Z"},"role":"reader","expires_at":"2024-04-02T16:45:33Z","revision":0,"known_at":"2024-03-26T16:45:33Z"},"history":[]}'

expect 'a dialect to itself is a checker' 0 "$invite
" '' "$invite" openai openai
expect 'an invite becomes native' 0 "$native
" '' "$waiting" openai native
expect 'and comes back, before its expiry' 0 "$waiting
" '' "$native" native openai --now 2024-04-02T16:45:32.999999999Z
expect 'the status is the one that holds at --now' 0 "${waiting/pending/expired}
" '' "$native" native openai --now 2024-04-02T16:45:33Z
expect 'what the target cannot carry is listed' 0 '{"email":"u@example.com","role":"reader"}
' 'lost: given_name
lost: family_name
' '{"email":"u@example.com","given_name":"U","family_name":"V","role":"reader"}' native openai --kind request
expect 'a request' 0 '{"email":"u@example.com","role":"reader","grants":[]}
' '' '{"email":"u@example.com","role":"reader","projects":[]}' openai native --kind request
expect 'a list' 0 "{\"items\":[$native],\"has_more\":true}
" '' "{\"object\":\"list\",\"data\":[$waiting],\"has_more\":true}" openai native --kind list
expect 'an error' 0 '{"code":"c","message":"m","type":"t","where":"role"}
' '' '{"error":{"message":"m","type":"t","param":"role","code":"c"}}' openai native --kind error
expect 'bad input: all problems, nothing on standard output' 1 '' '/data/0/id: this must be a string [wrong_type]
/data/0/role: there is no role "x" [unknown_role]
/data/0/email: a value is required here [missing_field]
/data/1: this must be an object [wrong_type]
' '{"object":"list","data":[{"object":"organization.invite","id":1,"role":"x","invited_at":1},7]}' openai native --kind list
expect 'what the target cannot express is a problem' 1 '' '/role: this document has no way to say: admin [not_representable]
' "${native//reader/admin}" native openai
expect 'text that is not JSON' 1 '' '(document): this is not valid JSON, from byte 1 on [syntax_error]
' '{' openai native
expect 'unknown members are ignored' 0 "$invite
" '' "${invite/\"id\":/\"extra\":[1],\"id\":}" openai openai
expect 'but not with --strict' 1 '' '/extra: there is no such member [unknown_field]
' "${invite/\"id\":/\"extra\":[1],\"id\":}" openai openai --strict
expect 'no arguments' 2 '' "$usage" ''
expect 'one dialect' 2 '' "$usage" '' openai
expect 'an unknown dialect' 2 '' "$usage" '' openai workos
expect 'three dialects' 2 '' "$usage" '' openai openai openai
expect 'an unknown kind' 2 '' "$usage" '' openai native --kind letter
expect 'an option without its value' 2 '' "$usage" '' openai native --now
expect 'a time that is none' 2 '' "$usage" '' openai native --now yesterday

[ "$failures" = 0 ] && echo "translate does what it says"
exit "$failures"
