import type { Queue } from 'bullmq'
import { keptSeconds } from './keys.ts'
import type { AgentJob } from './protocol.ts'
import { sign } from './signature.ts'

const addMs = 5_000

/**
 * Puts a signed plan into the queue of its agent, once: it is not tried again.
 * @throws Error if Redis does not accept it in time; BullMQ itself would wait forever
 */
export async function addJob(queue: Queue | undefined, key: string, job: AgentJob): Promise<void> {
  const isAdded = queue?.add('load', sign('plan', job, key), {
    jobId: `${job.load}-${job.agent}`,
    attempts: 1,
    removeOnComplete: { age: keptSeconds },
    removeOnFail: { age: keptSeconds },
  })
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out after ${addMs}ms`)), addMs)
  })
  try {
    await Promise.race([isAdded, over])
  } finally {
    clearTimeout(timer)
  }
}
