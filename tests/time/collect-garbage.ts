import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Collects garbage repeatedly while something is awaited, like a process under load does by itself. */
export async function whileCollecting<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(collect, 10)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
