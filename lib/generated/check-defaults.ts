// Generated from the schemas by `npm run generate`. Do not edit.

import type { CheckOptions } from './checks.ts'

type Defaults = { readonly [Kind in keyof CheckOptions]: Readonly<Partial<CheckOptions[Kind]>> }

/** The options that a check has where the user names none. */
export const checkDefaults: Defaults = {
  "command": {
    "shell": false,
    "env": {},
    "timeout": "10s"
  },
  "dns": {
    "record": "lookup",
    "timeout": "5s"
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
  "subnet": {},
  "tcp": {
    "count": 1,
    "interval": "200ms",
    "timeout": "2s"
  }
}
