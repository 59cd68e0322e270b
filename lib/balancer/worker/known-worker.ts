import type { Worker } from '../../cluster/cluster.ts'
import { type WorkerInput, workerOf } from '../../cluster/worker-input.ts'
import { servers } from '../../servers/servers.ts'
import { nearestName } from '../../source/nearest-name.ts'
import { UserError } from '../../source/user-error.ts'

/**
 * Checks the input of a worker, and fills in defaults.
 * @throws UserError like `workerOf`, and for an unknown type of server
 */
export function knownWorker(input: WorkerInput): Worker {
  const worker = workerOf(input)
  if (Object.hasOwn(servers, worker.type)) return worker
  const known = Object.keys(servers)
  const suggestion = nearestName(worker.type, known)
  throw new UserError([
    {
      code: 'invalid_worker',
      message: `the worker ${worker.id} is of an unknown type, \`${worker.type}\``,
      expected: `one of ${known.join(', ')}`,
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}
