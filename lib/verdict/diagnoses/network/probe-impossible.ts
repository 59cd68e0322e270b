import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { agentErrors } from './agent-errors.ts'

const permit =
  'Linux: `sudo sysctl net.ipv4.ping_group_range="0 2147483647"` or `sudo setcap cap_net_raw+p $(which ping)`; in a container add `--cap-add NET_RAW`'
const install =
  'install it: `apt install iputils-ping` (Debian, Ubuntu), `dnf install iputils` (Fedora), `apk add iputils` (Alpine)'
const byTcp = 'or measure the worker by TCP: leave `method` and `host` out of the check'

const remedies: Readonly<Record<string, readonly string[]>> = {
  PING_NOT_PERMITTED: [permit, byTcp],
  PING_MISSING_TOOL: [install, byTcp],
  PATH_NOT_PERMITTED: [permit],
  PATH_MISSING_TOOL: [install],
  COMMAND_NOT_ALLOWED: [
    'set `allow_commands: true` in the cluster file and CLUSTERGATE_ALLOW_COMMANDS=1 in the environment, if you trust the specs',
  ],
  WORKER_NOT_SELECTED: ['correct `worker` of the check, or leave it out; see `for` of the test'],
  FAILOVER_NOT_SIMULATED: [
    'leave `by` out, or write `by: drain`: the balancer takes the worker out, its machine is not touched',
    'or run it on the embedded cluster, whose workers may be killed',
  ],
  UNKNOWN_WORKER: ['correct the ids in `compare`; see `for` of the test and the cluster file'],
  TOO_FEW_WORKERS: ['lower `workers` of the check, or add workers to the cluster file'],
  DIRECT_NEEDS_ONE_WORKER: ['name the worker by `for` of the test, or leave `direct` out'],
  LOAD_TOO_LONG: ['give the test a longer `timeout`, or the check a shorter `duration`'],
  TRACE_UNREADABLE: ['correct the file that `trace` names, or its path'],
  BASELINE_UNREADABLE: [
    'take the file back from version control',
    'or remove it, run the test once more, and make a new one: `clustergate baseline save`',
  ],
}

/** Errors of a spec that does not match the cluster file, on any machine. */
const misfits = [
  'WORKER_NOT_SELECTED',
  'FAILOVER_NOT_SIMULATED',
  'UNKNOWN_WORKER',
  'TOO_FEW_WORKERS',
  'DIRECT_NEEDS_ONE_WORKER',
]

/** Errors of options that a check cannot follow, on any cluster. */
const unfollowable = ['LOAD_TOO_LONG', 'TRACE_UNREADABLE']

/** The check could not run at all: that shows nothing about the worker. */
export function probeImpossible({ error, check }: Measurement): Diagnosis | undefined {
  if (!error) return undefined
  return {
    code: error.code.toLowerCase(),
    symptom: error.message,
    cause: causeOf(error.code, check),
    remedy: remedies[error.code] ?? agentErrors[error.code]?.remedy ?? [],
  }
}

function causeOf(code: string, check: string): string {
  if (misfits.includes(code)) {
    return 'the selected workers do not fit the spec; nothing was sent'
  }
  if (unfollowable.includes(code)) {
    return 'the options of the check cannot be followed; nothing was sent'
  }
  const ofAgents = agentErrors[code]
  if (ofAgents) return ofAgents.cause
  if (code === 'BASELINE_UNREADABLE') {
    return 'the file of the baseline is damaged, or of another version; nothing was sent'
  }
  return `this machine cannot make the check \`${check}\`; nothing is known about the worker`
}
