import { parentPort } from 'node:worker_threads'
import type { FromLoadThread, ToLoadThread } from './load-thread-messages.ts'
import { LoadThreadWork } from './load-thread-work.ts'

const work = new LoadThreadWork((message: FromLoadThread) => parentPort?.postMessage(message))
parentPort?.on('message', (message: ToLoadThread) => work.take(message))
