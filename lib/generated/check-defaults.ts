// Generated from the schemas by `npm run generate`. Do not edit.

import type { CheckOptions } from './checks.ts'

type Defaults = { readonly [Kind in keyof CheckOptions]: Readonly<Partial<CheckOptions[Kind]>> }

/** The options that a check has where the user names none. */
export const checkDefaults: Defaults = {
  "adapt": {
    "requests": 300,
    "slower": "3x",
    "workload": "short-chat",
    "warmup": 30
  },
  "affinity": {
    "sessions": 12,
    "requests_per_session": 10,
    "workload": "short-chat",
    "strategy": "cache_affinity"
  },
  "balance": {
    "requests": 300,
    "workload": "short-chat",
    "warmup": 30
  },
  "batch": {
    "workload": "short-chat",
    "tokens": "usage"
  },
  "benchmark": {
    "requests": 100,
    "repetitions": 3,
    "max_repetitions": 30,
    "confidence": "99%",
    "workload": "short-chat",
    "tokens": "usage",
    "knee": "5%"
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
    "warmup": 30
  },
  "http": {
    "path": "/",
    "method": "GET",
    "headers": {},
    "timeout": "10s",
    "max_body_bytes": 1048576
  },
  "idle": {
    "samples": 10,
    "method": "auto",
    "interval": "100ms",
    "spread": "50%",
    "max_tokens": 1,
    "timeout": "10s"
  },
  "latency": {
    "requests": 30,
    "workload": "short-chat",
    "tokens": "usage",
    "warmup": 3
  },
  "load": {
    "speed": "1x",
    "start_rate": "0/s",
    "arrivals": "poisson",
    "seed": 1,
    "workload": "short-chat",
    "tokens": "usage"
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
    "method": "auto"
  },
  "same_model": {
    "timeout": "10s"
  },
  "slots": {
    "rounds": 3,
    "max_tokens": 32,
    "timeout": "30s"
  },
  "soak": {
    "duration": "60s",
    "workload": "short-chat",
    "tokens": "usage"
  },
  "subnet": {},
  "tcp": {
    "count": 1,
    "interval": "200ms",
    "timeout": "2s"
  }
}
