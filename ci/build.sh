#!/usr/bin/env bash
# Builds the command line in the action's own checkout, once a runner.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f dist/cli/main.js ] && exit 0
npm ci --no-audit --no-fund --ignore-scripts
node build.mjs --no-types
