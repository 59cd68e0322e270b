import type { Worker } from '../../cluster/cluster.ts'
import { serverOf } from '../../servers/servers.ts'

/**
 * A path that is forwarded to a worker: `GET /api/tags`, or with `*` at its end for all paths below;
 * without a method for any.
 */
type PathRule = string

/** The OpenAI API, which every type of server has. */
const ofAll: readonly PathRule[] = ['/v1/*']

/** Changes the server itself, although it is below `/v1` (vLLM's `VLLM_ALLOW_RUNTIME_LORA_UPDATING`). */
const never = new Set(['/v1/load_lora_adapter', '/v1/unload_lora_adapter'])

/** Which requests go to the workers: the inference API of their types, and what the user permits. */
export class ServedPaths {
  readonly #rules: readonly Rule[]
  readonly #permitted: readonly Rule[]
  /** Nearly all requests are for the same path. */
  #last = { method: '', path: '', isServed: false }

  constructor(workers: readonly Worker[], permitted: readonly PathRule[]) {
    const ofTypes = [...new Set(workers.map(serverOf))].flatMap((server) => server.inferencePaths)
    this.#rules = [...ofAll, ...ofTypes].map(readRule)
    this.#permitted = permitted.map(readRule)
  }

  /** @param path without its query */
  serves(method: string, path: string): boolean {
    const last = this.#last
    if (last.path === path && last.method === method) return last.isServed
    this.#last = { method, path, isServed: this.#decide(method, path) }
    return this.#last.isServed
  }

  #decide(method: string, path: string): boolean {
    const isMeant = (rule: Rule) => matches(rule, method, path)
    if (this.#permitted.some(isMeant)) return true
    return !never.has(decoded(path)) && this.#rules.some(isMeant)
  }
}

/** As a server reads it that accepts more than one spelling of a path. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase().replace(/\/+$/, '')
  } catch {
    // Not a valid encoding: no server decodes it to another path.
    return path
  }
}

interface Rule {
  readonly method: string | undefined
  readonly path: string
  readonly isPrefix: boolean
}

function readRule(written: PathRule): Rule {
  const [first = '', second] = written.split(' ')
  const path = second ?? first
  const isPrefix = path.endsWith('*')
  return {
    method: second === undefined ? undefined : first,
    path: isPrefix ? path.slice(0, -1) : path,
    isPrefix,
  }
}

function matches(rule: Rule, method: string, path: string): boolean {
  // A caller that may read may also send HEAD and OPTIONS.
  const isMethod = rule.method === undefined || rule.method === method || reads.has(method)
  return isMethod && (rule.isPrefix ? path.startsWith(rule.path) : path === rule.path)
}

const reads = new Set(['HEAD', 'OPTIONS'])
