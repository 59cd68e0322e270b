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
  WORKER_NOT_SELECTED: ['correct `worker` of the check, or leave it out; see `for` of the test'],
  FAILOVER_NOT_SIMULATED: [
    'leave `by` out, or write `by: drain`: the balancer takes the worker out, its machine is not touched',
    'or run it on the embedded cluster, whose workers may be killed',
  ],
}

/** Errors in which the spec and the cluster file do not fit, whatever the machine. */
const misfits = ['WORKER_NOT_SELECTED', 'FAILOVER_NOT_SIMULATED']

/** The check could not be made at all: that says nothing about the worker. */
export function probeImpossible({ error, check }: Measurement): Diagnosis | undefined {
  if (!error) return undefined
  return {
    code: error.code.toLowerCase(),
    symptom: error.message,
    cause: misfits.includes(error.code)
      ? 'the spec asks for what the selected workers do not have; nothing was sent'
      : `this machine cannot make the check \`${check}\`; nothing is known about the worker`,
    remedy: remedies[error.code] ?? [],
  }
}
