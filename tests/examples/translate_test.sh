#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# translate_test.sh PROGRAM: checks the standard output, the standard error and the exit status of translate.
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

usage='usage: translate FROM TO [--kind KIND] [--now RFC3339] [--shape documented|extended] [--strict]
                 [--map-role FROM=TO]... [--set POINTER=JSON]...
       FROM and TO: nuon, control_plane, openai, aitronos, deepset, native
       KIND: request, invite (the default), creation, error; list between nuon, openai and
       native; lookup, which is aitronos'"'"' invite; and, within one dialect, deleted (openai),
       bulk (control_plane), validate and accept (aitronos)
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
expect 'bad input: all problems, nothing on standard output' 1 '' '/data/0/id: this value must be a string [wrong_type]
/data/0/role: unknown role "x" [unknown_role]
/data/0/email: this field is required [missing_field]
/data/1: this value must be an object [wrong_type]
' '{"object":"list","data":[{"object":"organization.invite","id":1,"role":"x","invited_at":1},7]}' openai native --kind list
expect 'what the target cannot express is a problem' 1 '' '/role: "admin" cannot be represented in this document [not_representable]
' "${native//reader/admin}" native openai
expect 'text that is not JSON' 1 '' '(document): invalid JSON at byte 1 [syntax_error]
' '{' openai native
expect 'unknown members are ignored' 0 "$invite
" '' "${invite/\"id\":/\"extra\":[1],\"id\":}" openai openai
expect 'but not with --strict' 1 '' '/extra: unknown field [unknown_field]
' "${invite/\"id\":/\"extra\":[1],\"id\":}" openai openai --strict

nuon='{"created_at":"2026-01-02T03:04:05.5Z","created_by_id":"acc1","email":"u@example.com","id":"org1","org_id":"org2","role_type":"org_admin","status":"pending"}'
expect 'roles are mapped, and what the source lacks is set' 0 '{"object":"organization.invite","id":"org1","email":"u@example.com","role":"owner","status":"pending","invited_at":1767323045,"expires_at":1800000000}
' 'lost: organization
lost: created_by
lost: sponsor
lost: created_at (fraction of a second)
' "$nuon" nuon openai --map-role org_admin=owner --set /expires_at=1800000000 --now 2026-01-03T00:00:00Z
expect 'without them, each is a problem that names the member' 1 '' '/role: "org_admin" cannot be represented in this document [not_representable]
/expires_at: a value for this field is required [missing_value]
' "$nuon" nuon openai --now 2026-01-03T00:00:00Z
expect 'a value for one field does not replace the value of another' 1 '' '/expires_at: a value for this field is required [missing_value]
' "$nuon" nuon openai --map-role org_admin=owner --set /id='"x"'
expect 'a value that makes no document of the target is refused by it' 1 '' '/expires_at: this value must be an integer (Unix time in seconds) [wrong_type]
' "$nuon" nuon openai --map-role org_admin=owner --set /expires_at='"soon"'
expect 'the extended shape has fields that the documented shape lacks' 0 '{"object":"organization.invite","id":"i","email":"u@example.com","role":"reader","status":"pending","invited_at":1711471533,"created_at":1711471533,"expires_at":1712076333,"accepted_at":null}
' '' "$waiting" openai openai --now 2024-03-27T00:00:00Z --shape extended
expect 'roles are mapped in the whole history' 0 "${native//reader/member}
" '' "$native" native native --map-role reader=member
expect 'several addresses stay together where there is room' 0 '{"emails":["a@example.com","b@example.com"]}
' '' '{"emails":["a@example.com","b@example.com"]}' control_plane control_plane --kind request
expect 'and are a problem elsewhere' 1 '' '/email: "2 addresses in one request" cannot be represented in this document [not_representable]
' '{"emails":["a@example.com","b@example.com"]}' control_plane openai --kind request
expect 'the extended shape contains the group link' 0 '{"emails":["a@example.com"],"groupLink":"/org/o/group/g"}
' '' '{"emails":["a@example.com"],"groupLink":"/org/o/group/g"}' control_plane control_plane --kind request --shape extended
expect 'and is lost on the page' 0 '{"emails":["a@example.com"]}
' 'lost: attributes
' '{"emails":["a@example.com"],"groupLink":"/org/o/group/g"}' control_plane control_plane --kind request
expect 'bulk' 0 '{"errors":{"b@example.com":{"message":"no"}},"invitations":{"a@example.com":"1"}}
' '' '{"invitations":{"a@example.com":"1"},"errors":{"b@example.com":{"message":"no"}}}' control_plane control_plane --kind bulk
expect 'deleted' 0 '{"object":"organization.invite.deleted","id":"i","deleted":true}
' '' '{"deleted":true,"id":"i","object":"organization.invite.deleted"}' openai openai --kind deleted
made='{"invitation_id":"inv_1","email":"u@example.com","invitation_key":"uuid-1","is_new_user":true,"user_id":"usr_1","expires_at":"2025-11-26T14:30:00Z"}'
expect 'the answer to a request, with its token' 0 "$made
" '' "$made" aitronos aitronos --kind creation --now 2025-11-20T00:00:00Z
expect 'the token appears nowhere else' 0 '{}
' 'lost: email
lost: user
lost: id
lost: status
lost: expires_at
lost: token
' "$made" aitronos deepset --kind creation --now 2025-11-20T00:00:00Z
lookup='{"invitation_id":"inv_1","email":"u@example.com","user_id":"usr_1","organization_id":"org_1","role_id":"role_member","expires_at":"2026-01-12T10:30:00Z","created_at":"2026-01-05T10:30:00Z"}'
expect 'lookup' 0 "$lookup
" '' "${lookup/\"expires_at\"/\"invitation_link\":\"https:\/\/x\",\"expires_at\"}" aitronos aitronos --kind lookup --now 2026-01-06T00:00:00Z
expect 'validate' 0 '{"valid":true,"invitation_id":"inv_1","email":"u@example.com","organization_id":"org_1","organization_name":"O","role_id":"role_member","role_name":"Member","expires_at":"2026-01-12T10:30:00Z"}
' '' '{"valid":true,"invitation_id":"inv_1","email":"u@example.com","organization_id":"org_1","organization_name":"O","role_id":"role_member","role_name":"Member","expires_at":"2026-01-12T10:30:00Z"}' aitronos aitronos --kind validate --now 2026-01-06T00:00:00Z
expect 'validate: what is over is not valid' 0 '{"valid":false}
' '' '{"valid":true,"invitation_id":"inv_1","email":"u@example.com","expires_at":"2026-01-12T10:30:00Z"}' aitronos aitronos --kind validate --now 2026-01-12T10:30:00Z
expect 'accept' 0 '{"success":true,"organization_id":"org_1","organization_name":"O","role_id":"role_member","role_name":"Member"}
' '' '{"success":true,"organization_id":"org_1","organization_name":"O","role_id":"role_member","role_name":"Member"}' aitronos aitronos --kind accept
expect 'errors go everywhere' 0 '{"success":false,"error":{"code":"record not found","message":"not found","type":"user_error"}}
' '' '{"error":"record not found","description":"not found","user_error":true}' nuon aitronos --kind error
expect 'errors of several parts, too' 0 '{"error":{"message":"Field required","type":"","param":"body.email","code":"missing"}}
' '' '{"detail":[{"loc":["body","email"],"msg":"Field required","type":"missing"}]}' deepset openai --kind error
expect 'a kind that the target has not' 2 '' "$usage" '{}' openai aitronos --kind list
expect 'a kind of another dialect' 2 '' "$usage" '{}' openai openai --kind bulk
expect 'a shape that is none' 2 '' "$usage" '{}' openai openai --shape tall
expect 'a role without another' 2 '' "$usage" '{}' openai openai --map-role owner
expect 'a value that is not JSON' 2 '' "$usage" '{}' openai openai --set /id=x
expect 'a place that cannot be' 2 '' '--set: no such place in the document
' "$waiting" openai openai --set id=1
expect 'no arguments' 2 '' "$usage" ''
expect 'one dialect' 2 '' "$usage" '' openai
expect 'an unknown dialect' 2 '' "$usage" '' openai workos
expect 'three dialects' 2 '' "$usage" '' openai openai openai
expect 'an unknown kind' 2 '' "$usage" '' openai native --kind letter
expect 'an option without its value' 2 '' "$usage" '' openai native --now
expect 'a time that is none' 2 '' "$usage" '' openai native --now yesterday

[ "$failures" = 0 ] && echo "translate does what it says"
exit "$failures"
