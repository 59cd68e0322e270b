import type { Worker } from '../cluster/cluster.ts'
import { defaultLimits, sizeInWords } from '../cluster/response-limits.ts'
import { workerUrl } from '../cluster/worker-url.ts'
import type { ModelOptions } from '../generated/checks/model.ts'
import { readCompletion } from '../load/response/completion.ts'
import type { HttpResponse, HttpResult } from '../probes/http.ts'
import { entriesAt, parseJson, stringAt } from '../servers/json-value.ts'
import { isSameModel, type Server, type ServerReply } from '../servers/server.ts'
import { serverOf } from '../servers/servers.ts'
import { requiresCompletionLimit } from '../servers/token-limit.ts'
import type { Check, CheckContext } from './check.ts'
import { MeasurementBuilder, workerSubject } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { responseWords } from './kit/response-words.ts'
import { requestWorker } from './kit/worker-request.ts'

/** Whether a worker serves its API, lists and has loaded its model, and responds with it. */
export const check: Check<ModelOptions> = {
  async run(options, context) {
    const [worker] = context.workers
    if (!worker) throw new Error('no worker to ask')
    const conversation = new Conversation(worker, options, context)
    const reach = await conversation.list()
    if (reach !== 'none') await conversation.state(reach)
    if (reach === 'lists' && options.completion) await conversation.complete()
    return conversation.builder.build()
  },
}

/** The requests of one check to one worker, each adding its evidence and metrics. */
class Conversation {
  readonly builder: MeasurementBuilder
  readonly #worker: Worker
  readonly #server: Server
  readonly #model: string | undefined
  readonly #options: ModelOptions
  readonly #context: CheckContext
  #listedModels: string[] = []
  #listReply: ServerReply | undefined
  /** As reported by the server; undefined: not reported. */
  #isLoaded: boolean | undefined

  constructor(worker: Worker, options: ModelOptions, context: CheckContext) {
    this.builder = new MeasurementBuilder('model', workerSubject(worker))
    this.#worker = worker
    this.#server = serverOf(worker)
    this.#model = worker.model
    this.#options = options
    this.#context = context
  }

  async list(): Promise<Reach> {
    const { result, body } = await this.#ask('/v1/models')
    if (!result.ok) {
      this.builder.metrics({ api: false })
      return 'none'
    }
    this.#listReply = replyOf(result)
    const models = entriesAt(body, 'data').flatMap((entry) => stringAt(entry, 'id') ?? [])
    const speaks = result.status === 200 && Array.isArray((body as { data?: unknown } | null)?.data)
    this.#listedModels = models
    this.builder.metrics({
      api: speaks,
      status: result.status,
      'time.list': result.phases.totalMs,
      models: speaks ? models : undefined,
      listed: speaks ? this.#isListed(models) : undefined,
    })
    if (speaks) return 'lists'
    return refusals.has(result.status) ? 'refuses' : 'none'
  }

  #isListed(models: readonly string[]): boolean {
    if (this.#model === undefined) return models.length > 0
    return models.some((name) => this.#isOwn(name))
  }

  #isOwn(name: string): boolean {
    return this.#model === undefined || isSameModel(this.#server, name, this.#model)
  }

  /**
   * Only reports of the server count: an endpoint with another response leaves the state unknown. If even
   * the list is refused, the server may report why (it is loading, or sleeping), but that proves nothing
   * good.
   */
  async state(reach: Reach): Promise<void> {
    for (const { path, read } of this.#server.modelStates) {
      const reply = path === '/v1/models' ? this.#listReply : await this.#askState(path)
      const reported = reply && read(reply, this.#model)
      if (!reported || (reach === 'refuses' && reported.loaded)) continue
      this.#isLoaded = reported.loaded
      this.builder.metrics({ loaded: reported.loaded, state: reported.state, loaded_by: path })
      return
    }
  }

  async #askState(path: string): Promise<ServerReply | undefined> {
    const { result } = await this.#ask(path, { isExpected: () => true })
    return result.ok ? replyOf(result) : undefined
  }

  async complete(): Promise<void> {
    const model = this.#model ?? this.#listedModels[0]
    const messages = [{ role: 'user', content: this.#options.prompt }]
    const path = '/v1/chat/completions'
    const first = await this.#ask(path, {
      json: { model, messages, max_tokens: 1 },
      isExpected: requiresOtherLimit,
    })
    // Reasoning models refuse so few tokens.
    const { result, body } =
      first.result.ok && requiresOtherLimit(first.result)
        ? await this.#ask(path, { json: { model, messages, max_completion_tokens: 16 } })
        : first
    const { hasChoices, fault } = readCompletion(body)
    const answers = result.ok && result.status === 200 && hasChoices && fault === undefined
    const served = stringAt(body, 'model')
    this.builder.metrics({
      answers,
      'time.completion': answers ? result.phases.totalMs : undefined,
      served_model: served,
    })
    // A server may respond with another model than the requested one.
    const isProof = answers && (this.#isLoaded === undefined || !served || this.#isOwn(served))
    if (!isProof || this.#isLoaded === true) return
    if (this.#isLoaded === false) {
      this.builder.note('the model was not loaded before the completion, which loaded it')
    }
    this.builder.metrics({ loaded: true, loaded_by: 'completion' })
  }

  async #ask(
    path: string,
    { json, isExpected = () => false }: AskOptions = {},
  ): Promise<{ result: HttpResult; body: unknown }> {
    const attempt = `${json === undefined ? 'GET' : 'POST'} ${path}`
    const result = await requestWorker(this.#worker, {
      path,
      json,
      timeoutMs: durationMs(this.#options.timeout),
      signal: this.#context.signal,
    })
    if (!result.ok) {
      this.builder.failed(attempt, result.failure)
      return { result, body: undefined }
    }
    const { status, phases } = result
    const body = parseJson(result.body)
    const detail = responseWords(result, workerUrl(this.#worker, path))
    if (status === 200 && body === undefined) {
      const fault = result.bodyTruncated ? this.#tooLong : 'not JSON'
      const words = `${detail} with a body that is ${fault}`
      this.builder.failed(attempt, { kind: 'protocol', detail: words, afterMs: phases.totalMs })
    } else if (status === 200 || isExpected(result)) {
      this.builder.succeeded(attempt, detail, phases.totalMs)
    } else {
      this.builder.failed(attempt, {
        kind: 'http',
        code: String(status),
        detail,
        afterMs: phases.totalMs,
      })
    }
    return { result, body }
  }

  get #tooLong(): string {
    const { responseBytes } = this.#worker.limits ?? defaultLimits
    return `longer than ${sizeInWords(responseBytes)} (limits.max_response in the cluster file)`
  }
}

/** How far the API of a worker can be used: it lists models, a server refuses, or neither. */
type Reach = 'lists' | 'refuses' | 'none'

/** Statuses of a server that is not ready, or of a gateway in front of it. */
const refusals: ReadonlySet<number> = new Set([500, 502, 503, 504])

interface AskOptions {
  readonly json?: unknown
  /** Whether a status other than 200 is acceptable. */
  readonly isExpected?: (response: HttpResponse) => boolean
}

function requiresOtherLimit({ status, body }: HttpResponse): boolean {
  return requiresCompletionLimit(status, body)
}

function replyOf({ status, headers, body }: HttpResponse): ServerReply {
  return { status, headers, text: body }
}
