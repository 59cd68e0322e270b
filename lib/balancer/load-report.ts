import type { Worker, WorkerType } from '../cluster/cluster.ts'

/** Where a type of worker tells how many requests are under way, whoever sent them. */
export interface LoadReport {
  readonly path: string
  /** Undefined where the answer does not tell. */
  read(text: string): number | undefined
}

/** Sources: llama.cpp's server README (`/slots`) and vLLM's production metrics (`/metrics`). */
export const loadReports: Partial<Record<WorkerType, LoadReport>> = {
  llama_cpp: {
    path: '/slots',
    read: (text) => {
      const slots: unknown = JSON.parse(text)
      if (!Array.isArray(slots)) return undefined
      return slots.filter((slot) => slot?.is_processing === true).length
    },
  },
  vllm: {
    path: '/metrics',
    read: (text) => {
      const counts = [...text.matchAll(/^vllm:num_requests_(?:running|waiting)(?:\{.*\})? (\S+)/gm)]
      return counts.length === 0
        ? undefined
        : counts.reduce((sum, [, count]) => sum + Number(count), 0)
    },
  },
  simulated: {
    path: '/__simulator/state',
    read: (text) => {
      const { in_flight: inFlight, queued } = JSON.parse(text)
      return inFlight + queued
    },
  },
}

/** What shows that a worker is well: its own health page, else its list of models. */
export function healthPathOf({ type, simulate }: Worker): string {
  return healthPaths[simulate?.imitates ?? type] ?? '/v1/models'
}

const healthPaths: Partial<Record<WorkerType, string>> = { llama_cpp: '/health', vllm: '/health' }
