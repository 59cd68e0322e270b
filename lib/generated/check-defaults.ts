// Generated from the schemas by `npm run generate`. Do not edit.

import type { CheckOptions } from './checks.ts'

type Defaults = { readonly [Kind in keyof CheckOptions]: Readonly<Partial<CheckOptions[Kind]>> }

/** The options that a check has where the user names none. */
export const checkDefaults: Defaults = {
  "adapt": {
    "requests": 300,
    "slower": "3x",
    "workload": "short-chat",
    "max_tokens": 16,
    "warmup": 30
  },
  "affinity": {
    "sessions": 12,
    "requests_per_session": 10,
    "workload": "short-chat",
    "max_tokens": 16,
    "strategy": "cache_affinity"
  },
  "balance": {
    "requests": 300,
    "workload": "short-chat",
    "max_tokens": 16,
    "warmup": 30
  },
  "command": {
    "shell": false,
    "env": {},
    "timeout": "10s"
  },
  "dns": {
    "record": "lookup",
    "timeout": "5s"
  },
  "failover": {
    "requests": 1000,
    "at": "30%",
    "back_after": "1s",
    "timeout": "20s",
    "return_within": "10s",
    "workload": "short-chat",
    "max_tokens": 16,
    "warmup": 30
  },
  "http": {
    "path": "/",
    "method": "GET",
    "headers": {},
    "timeout": "10s",
    "max_body_bytes": 1048576
  },
  "model": {
    "completion": true,
    "prompt": "Say ok.",
    "timeout": "30s"
  },
  "overload": {
    "requests": 200,
    "max_queue": 30,
    "workload": "short-chat",
    "max_tokens": 16,
    "warmup": 30
  },
  "path": {
    "max_hops": 16,
    "mtu": true,
    "timeout": "10s"
  },
  "ping": {
    "count": 10,
    "interval": "200ms",
    "timeout": "2s",
    "size": 56,
    "method": "icmp"
  },
  "slots": {
    "rounds": 3,
    "max_tokens": 32,
    "timeout": "30s"
  },
  "subnet": {},
  "tcp": {
    "count": 1,
    "interval": "200ms",
    "timeout": "2s"
  }
}
