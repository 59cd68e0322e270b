import type { Measurement } from '../../record/measurement.ts'
import type { Diagnosis } from '../../record/verdict.ts'

const remedies: Readonly<Record<string, readonly string[]>> = {
  PING_NOT_PERMITTED: [
    'Linux: `sudo sysctl net.ipv4.ping_group_range="0 2147483647"` or `sudo setcap cap_net_raw+p $(which ping)`; in a container add `--cap-add NET_RAW`',
    'or measure by TCP, and say so in the spec: `ping: { method: tcp }`',
  ],
  PING_MISSING_TOOL: [
    'install it: `apt install iputils-ping` (Debian, Ubuntu), `dnf install iputils` (Fedora), `apk add iputils` (Alpine)',
    'or measure by TCP, and say so in the spec: `ping: { method: tcp }`',
  ],
  COMMAND_NOT_ALLOWED: ['set `allow_commands: true` in the cluster file, if you trust the specs'],
}

/** The check could not be made at all: that says nothing about the worker. */
export function probeImpossible({ error, check }: Measurement): Diagnosis | undefined {
  if (!error) return undefined
  return {
    code: error.code.toLowerCase(),
    symptom: error.message,
    cause: `this machine cannot make the check \`${check}\`; nothing is known about the worker`,
    remedy: remedies[error.code] ?? [],
  }
}
