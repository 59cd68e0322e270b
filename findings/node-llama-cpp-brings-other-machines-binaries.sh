#!/usr/bin/env bash
# node-llama-cpp 3.22.1 (npm): on x64 Linux without a GPU a plain `npm i` also installs the binaries for CUDA (two packages)
# and Vulkan, and those for ARM, whose packages name x64 among their processors.
# Seen: six packages whose `os` and `cpu` match linux/x64.
# For whoever runs llama.cpp in CI: `--omit=optional`, with `@node-llama-cpp/linux-x64` as a dependency of its own.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund --package-lock-only node-llama-cpp@3.22.1
seen=$(node -p "Object.entries(require('./package-lock.json').packages).filter(([path, { os = [], cpu = [] }]) => path.includes('@node-llama-cpp/') && os.includes('linux') && cpu.includes('x64')).map(([path]) => path.split('/').pop()).sort().join(' ')")
echo "$seen"
[ "$seen" = 'linux-arm64 linux-armv7l linux-x64 linux-x64-cuda linux-x64-cuda-ext linux-x64-vulkan' ] || { echo 'changed: other packages match'; exit 1; }
