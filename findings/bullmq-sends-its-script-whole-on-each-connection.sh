#!/usr/bin/env bash
# bullmq 6.7.0 with ioredis 6.0.0 (npm), Redis of the system: the Lua script that adds a job is some 28 KB, and each new
# connection sends it whole with its first job, although the server has had it in its script cache since the first
# connection (EVALSHA would do). A job with 2 bytes of data costs more than 25 KB on a fresh connection, less than 3 KB on
# one that has added a job before.
# Seen: bytes that reach Redis (total_net_input_bytes) for the first and the second job of two connections, in KB.
# For whoever opens a connection per job or per worker, or counts the bytes of short jobs: share connections.
set -euo pipefail
dir=$(mktemp -d); cd "$dir"
redis-server --port 0 --unixsocket "$dir/redis.sock" --save '' --daemonize yes --pidfile "$dir/redis.pid" >/dev/null
trap 'kill "$(cat "$dir/redis.pid")"; rm -rf "$dir"' EXIT
npm init -y >/dev/null; npm i --silent --no-audit --no-fund --ignore-scripts bullmq@6.7.0 ioredis@6.0.0
cat > run.mjs <<'X'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
const path = process.argv[2]
const watch = new Redis(path)
const bytes = async () => Number(/total_net_input_bytes:(\d+)/.exec(await watch.info('stats'))[1])
for (const name of ['first', 'second']) {
  const connection = new Redis(path, { maxRetriesPerRequest: null })
  const queue = new Queue('jobs', { connection })
  await queue.waitUntilReady()
  for (const job of [1, 2]) {
    const before = await bytes()
    await queue.add('job', {})
    const kilobytes = (await bytes()) - before
    console.log(`${name} connection, job ${job}: ${kilobytes > 25_000 ? 'more than 25 KB' : kilobytes < 3_000 ? 'less than 3 KB' : kilobytes}`)
  }
  await queue.close()
  await connection.quit()
}
await watch.quit()
X
seen=$(node run.mjs "$dir/redis.sock"); echo "$seen"
[ "$seen" = "first connection, job 1: more than 25 KB
first connection, job 2: less than 3 KB
second connection, job 1: more than 25 KB
second connection, job 2: less than 3 KB" ] || { echo 'changed: other sizes'; exit 1; }
