import { arch, availableParallelism, cpus, platform } from 'node:os'

/** What a measurement depends on beside its load: another setting gives another result. */
export interface Setting {
  readonly workers: readonly WorkerFingerprint[]
  readonly environment: Environment
}

/** A worker, as far as results depend on it. */
export interface WorkerFingerprint {
  readonly id: string
  readonly type: string
  readonly model?: string
  /** Its maximum number of requests in flight. */
  readonly slots: number
}

/** The machine that measured. */
export interface Environment {
  readonly node: string
  /** `linux x64` */
  readonly platform: string
  /** `8 × Apple M2` */
  readonly cpus: string
}

/** The data of a cluster about a worker. */
interface WorkerUnderTest {
  readonly id: string
  readonly type: string
  readonly model?: string
  readonly maxConcurrentRequests: number
}

/** The setting of a measurement by this process. */
export function settingOf(workers: readonly WorkerUnderTest[]): Setting {
  const model = cpus()[0]?.model.trim() ?? 'unknown'
  return {
    workers: workers.map(({ id, type, model: served, maxConcurrentRequests: slots }) => ({
      id,
      type,
      ...(served !== undefined && { model: served }),
      slots,
    })),
    environment: {
      node: process.version,
      platform: `${platform()} ${arch()}`,
      cpus: `${availableParallelism()} × ${model}`,
    },
  }
}
