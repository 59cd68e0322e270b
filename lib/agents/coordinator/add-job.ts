import type { Queue } from 'bullmq'
import { Deadline } from '../../time/deadline.ts'
import { keptSeconds } from '../keys.ts'
import type { AgentJob, ProbeJob } from '../protocol.ts'
import { sign } from '../signature.ts'

const addMs = 5_000

/**
 * Puts a signed plan into the queue of its agent, once: it is not tried again.
 * @throws Error if Redis does not accept it in time; BullMQ itself would wait forever
 */
export async function addJob(queue: Queue, key: string, job: AgentJob | ProbeJob): Promise<void> {
  const isAdded = queue.add('load', sign('plan', job, key), {
    jobId: `${job.load}-${job.agent}`,
    attempts: 1,
    removeOnComplete: { age: keptSeconds },
    removeOnFail: { age: keptSeconds },
  })
  using deadline = new Deadline({ timeoutMs: addMs })
  const over = new Promise<never>((_, reject) => {
    deadline.signal.addEventListener(
      'abort',
      () => reject(new Error(`timed out after ${addMs}ms`)),
      { once: true },
    )
  })
  await Promise.race([isAdded, over])
}
