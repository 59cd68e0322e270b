import type { Worker } from '../cluster/cluster.ts'
import type { ModelOptions } from '../generated/checks/model.ts'
import type { HttpResult } from '../probes/http.ts'
import type { Check, CheckContext } from './check.ts'
import { MeasurementBuilder, workerSubject } from './measurement-builder.ts'
import { entriesAt, modelStateApis, stringAt } from './model-state.ts'
import { durationMs } from './option-durations.ts'
import { parseJson } from './parse-json.ts'
import { requestWorker } from './worker-request.ts'

/** Whether a worker speaks its API, lists and has loaded its model, and answers with it. */
export const check: Check<ModelOptions> = {
  kind: 'model',
  scope: 'worker',
  behind: ['dns', 'tcp'],
  async run(options, context) {
    const [worker] = context.workers
    if (!worker) throw new Error('no worker to ask')
    const conversation = new Conversation(worker, options, context)
    const speaks = await conversation.list()
    if (speaks) await conversation.state()
    if (speaks && options.completion) await conversation.complete()
    return conversation.builder.build()
  },
}

/** The requests of one check to one worker, each leaving its evidence and metrics. */
class Conversation {
  readonly builder: MeasurementBuilder
  readonly #worker: Worker
  readonly #model: string | undefined
  readonly #options: ModelOptions
  readonly #context: CheckContext
  #listedModels: string[] = []
  #stateTold = false

  constructor(worker: Worker, options: ModelOptions, context: CheckContext) {
    this.builder = new MeasurementBuilder('model', workerSubject(worker))
    this.#worker = worker
    this.#model = worker.model
    this.#options = options
    this.#context = context
  }

  /** Returns whether something that speaks the OpenAI API answered. */
  async list(): Promise<boolean> {
    const { result, body } = await this.#ask('/v1/models')
    if (!result.ok) {
      this.builder.metrics({ api: false })
      return false
    }
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
    return speaks
  }

  #isListed(models: readonly string[]): boolean {
    if (this.#model === undefined) return models.length > 0
    return models.includes(this.#model) || models.includes(`${this.#model}:latest`)
  }

  async state(): Promise<void> {
    const type = this.#worker.simulate?.imitates ?? this.#worker.type
    const api = modelStateApis[type]
    if (!api) return
    const { result, body } = await this.#ask(api.path, { isOptional: true })
    // Older servers lack the path: then a completion has to prove it.
    if (!result.ok || result.status === 404) return
    const told = api.read(body, this.#model)
    if (!told) return
    this.#stateTold = true
    const loaded = told.loaded && result.status === 200
    this.builder.metrics({ loaded, state: told.state, loaded_by: api.path })
  }

  async complete(): Promise<void> {
    const model = this.#model ?? this.#listedModels[0]
    const { result, body } = await this.#ask('/v1/chat/completions', {
      json: {
        model,
        messages: [{ role: 'user', content: this.#options.prompt }],
        max_tokens: 1,
        temperature: 0,
      },
    })
    const answers = result.ok && result.status === 200 && entriesAt(body, 'choices').length > 0
    this.builder.metrics({
      answers,
      'time.completion': answers ? result.phases.totalMs : undefined,
      served_model: stringAt(body, 'model'),
    })
    if (!this.#stateTold) this.builder.metrics({ loaded: answers, loaded_by: 'completion' })
  }

  async #ask(
    path: string,
    { json, isOptional = false }: { json?: unknown; isOptional?: boolean } = {},
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
    const detail = `HTTP ${status}${errorText(body)}`
    if (status === 200 && body === undefined) {
      const words = `${detail} with a body that is not JSON`
      this.builder.failed(attempt, { kind: 'protocol', detail: words, afterMs: phases.totalMs })
    } else if (status === 200 || isOptional) {
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
}

/** The message of an error in OpenAI's shape, on one line. */
function errorText(body: unknown): string {
  const error = body !== null && typeof body === 'object' ? Reflect.get(body, 'error') : undefined
  const message = typeof error === 'string' ? error : stringAt(error, 'message')
  return message === undefined ? '' : `: ${message.replaceAll(/\s+/g, ' ').slice(0, 200)}`
}
