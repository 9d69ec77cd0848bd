#!/usr/bin/env bash
# The check step of the action: reads COHOST_… variables, writes annotations and the step summary, and tells the later
# steps where its files are. It ends with 0 whatever was found; the last step of the action fails.
set -euo pipefail

cohost="$(cd "$(dirname "$0")/.." && pwd)/dist/cli/main.js"
out="${RUNNER_TEMP:-$(mktemp -d)}/cohost"
mkdir -p "$out"

# One argument a line, so that blanks in names stay what they are.
lines() {
  while IFS= read -r line || [ -n "$line" ]; do
    line="${line%$'\r'}"
    [ -n "${line// /}" ] && printf '%s\0' "$line"
  done <<<"$1"
  return 0
}
directories=()
while IFS= read -r -d '' one; do directories+=("$one"); done < <(lines "${COHOST_DIRECTORIES:-}")
more=()
while IFS= read -r -d '' one; do more+=("$one"); done < <(lines "${COHOST_ARGS:-}")

base="${COHOST_BASE:-}"
branch="${COHOST_TARGET_BRANCH:-}"
[ -z "$base" ] && [ -n "$branch" ] && base="origin/$branch"
# cohost itself never fetches; a shallow checkout does not reach the common ancestor.
if [ -n "$base" ] && [ "${COHOST_FETCH:-true}" = true ]; then
  depth=()
  [ "$(git rev-parse --is-shallow-repository)" = true ] && depth=(--unshallow)
  if [ "$base" = "origin/$branch" ]; then
    git fetch --quiet --no-tags ${depth[@]+"${depth[@]}"} origin "+refs/heads/$branch:refs/remotes/origin/$branch"
  elif [ ${#depth[@]} -gt 0 ]; then
    git fetch --quiet "${depth[@]}" origin
  fi
fi

options=(--fail-on "${COHOST_FAIL_ON:-error}")
[ -n "$base" ] && options+=(--base "$base")
[ -n "${COHOST_DOCS_URL:-}" ] && options+=(--docs-url "$COHOST_DOCS_URL")
[ -n "${COHOST_BASELINE:-}" ] && options+=(--baseline "$COHOST_BASELINE")
common=()
[ -n "${COHOST_CONFIG:-}" ] && common+=(--config "$COHOST_CONFIG")

status=0
node "$cohost" check "${options[@]}" ${common[@]+"${common[@]}"} ${more[@]+"${more[@]}"} \
  -f text -f github -f "sarif:$out/cohost.sarif" -f "pr:$out/comment.md" -f "json:$out/cohost.json" \
  -- ${directories[@]+"${directories[@]}"} || status=$?

{
  echo "exit-code=$status"
  for file in sarif:cohost.sarif comment-file:comment.md json:cohost.json; do
    [ -f "$out/${file#*:}" ] && echo "${file%%:*}=$out/${file#*:}"
  done
  true
} >>"${GITHUB_OUTPUT:-/dev/stdout}"

if [ -n "${COHOST_REPORT:-}" ] && [ "$status" -ne 2 ]; then
  node "$cohost" report --quiet -o "$COHOST_REPORT" ${common[@]+"${common[@]}"} -- ${directories[@]+"${directories[@]}"}
fi
