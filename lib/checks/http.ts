import { workerUrl } from '../cluster/worker-url.ts'
import type { HttpOptions } from '../generated/checks/http.ts'
import type { HttpResponse, HttpResult } from '../probes/http.ts'
import type { Subject } from '../record/measurement.ts'
import { redact } from '../source/secrets/redact.ts'
import type { Check, CheckContext } from './check.ts'
import { readJsonBody } from './kit/json-body.ts'
import { jsonMetrics, whyNoJson } from './kit/json-metrics.ts'
import { MeasurementBuilder, workerSubject } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { requestByScheme } from './kit/other-scheme.ts'
import { isErrorResponse, responseWords } from './kit/response-words.ts'
import { fillIn } from './kit/secret-values.ts'
import { requestWorker } from './kit/worker-request.ts'
import { withVantages } from './vantages/from-agents.ts'

/** One HTTP request: status, headers, body, certificate, and the phases of its time. */
export const check: Check<HttpOptions> = withVantages(
  'http',
  {
    async run(options, context) {
      const builder = new MeasurementBuilder('http', subjectOf(options, context))
      const attempt = `${options.method} ${options.url ? withoutSecrets(options.url) : options.path}`
      const { values: headers, secrets } = fillIn(options.headers)
      const result = await send(options, headers, context)
      if (result.ok) {
        const body = readJsonBody(result.body)
        const noBody = cutOffBody(result, options) ?? whyNoJson(body, context.wanted)
        reportResponse(attempt, result, { url: urlOf(options, context), noBody }, builder)
        builder.metrics({
          ...(!result.bodyTruncated && jsonMetrics(body, context.wanted)),
          ...responseMetrics(result, context.wanted),
        })
      } else {
        builder.failed(attempt, result.failure)
        builder.metrics({ ok: false, state: result.failure.kind })
      }
      return redact(builder.build(), secrets)
    },
  },
  subjectOf,
)

/**
 * Any status is valid if a condition is about it: the response is evidence, and judged by the conditions.
 */
function reportResponse(
  attempt: string,
  response: HttpResponse,
  { url, noBody }: { readonly url: URL; readonly noBody: string | undefined },
  builder: MeasurementBuilder,
): void {
  const { status, phases } = response
  const afterMs = phases.totalMs
  const detail = responseWords(response, url)
  if (isErrorResponse(response)) {
    builder.failed(attempt, { kind: 'http', code: String(status), detail, afterMs })
  } else {
    builder.succeeded(attempt, `${detail}${noBody ? `, but the body ${noBody}` : ''}`, afterMs)
  }
}

/** A truncated body is no data: the rest may contain the expected value. */
function cutOffBody(
  { bodyTruncated }: HttpResponse,
  { max_body_bytes: most }: HttpOptions,
): string | undefined {
  return bodyTruncated ? `is longer than \`max_body_bytes\`, ${most} bytes` : undefined
}

/** Of a response: a condition is about it. */
function urlOf({ url, path }: HttpOptions, { workers }: CheckContext): URL {
  const [worker] = workers
  return url === undefined && worker ? workerUrl(worker, path) : new URL(url ?? 'http://unknown')
}

function subjectOf({ url }: HttpOptions, { workers }: CheckContext): Subject {
  const [worker] = workers
  if (url !== undefined || !worker) {
    const { hostname, port, protocol } = new URL(url ?? 'http://unknown')
    const defaultPort = protocol === 'https:' ? 443 : 80
    return { name: withoutSecrets(url ?? ''), host: hostname, port: Number(port) || defaultPort }
  }
  return workerSubject(worker)
}

function send(
  options: HttpOptions,
  headers: Readonly<Record<string, string>>,
  { workers, signal }: CheckContext,
): Promise<HttpResult> {
  const request = {
    method: options.method,
    headers,
    timeoutMs: durationMs(options.timeout),
    signal,
    maxBodyBytes: options.max_body_bytes,
    ...(options.body !== undefined && { body: options.body }),
  }
  const [worker] = workers
  if (options.url === undefined && worker) {
    return requestWorker(worker, { ...request, path: options.path, json: options.json })
  }
  const json = options.json === undefined ? {} : { body: JSON.stringify(options.json) }
  return requestByScheme({ ...request, ...json, url: options.url ?? '' })
}

function responseMetrics(response: HttpResponse, wanted?: readonly string[]) {
  const { phases, certificate, bodyTruncated } = response
  const headers = Object.entries(response.headers).map(([name, value]) => [
    `header.${name.toLowerCase()}`,
    Array.isArray(value) ? value.join(', ') : value,
  ])
  return {
    ...Object.fromEntries(headers.filter(([name = '']) => isReported(name, wanted))),
    status: response.status,
    ok: response.status >= 200 && response.status < 300,
    state: 'answered',
    body: isReported('body', wanted) && !bodyTruncated ? response.body : undefined,
    'body.size': bodyTruncated ? undefined : Buffer.byteLength(response.body),
    http_version: response.httpVersion,
    address: response.remoteAddress,
    'time.dns': phases.dnsMs,
    'time.connect': phases.connectMs,
    'time.tls': phases.tlsMs,
    'time.first_byte': phases.firstByteMs,
    'time.total': bodyTruncated ? undefined : phases.totalMs,
    'certificate.days_left': certificate?.daysLeft,
    'certificate.valid': certificate?.authorized,
    'certificate.issuer': certificate?.issuer,
  }
}

/** A report contains only those parts of a response that conditions are about, and never a cookie. */
function isReported(name: string, wanted: readonly string[] | undefined): boolean {
  return name !== 'header.set-cookie' && (wanted === undefined || wanted.includes(name))
}

/** A URL without user, password and query. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
