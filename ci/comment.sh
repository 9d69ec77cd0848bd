#!/usr/bin/env bash
# Keeps one comment on a pull request up to date: the one that begins with cohost's marker, or a new one.
set -euo pipefail
marker='<!-- cohost:pull-request -->'
comments="repos/$COHOST_REPOSITORY/issues/$COHOST_PULL_REQUEST/comments"
ids="$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id")"
id="${ids%%$'\n'*}"
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$COHOST_REPOSITORY/issues/comments/$id" --field "body=@$COHOST_COMMENT"
else
  gh api --silent --method POST "$comments" --field "body=@$COHOST_COMMENT"
fi
