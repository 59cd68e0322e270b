import type { Diagnosis } from '../../../record/verdict.ts'
import { reportsLoading } from '../../../servers/loading-words.ts'
import { redirectIn } from '../../../servers/redirect.ts'

/** A response that was an error or a redirect, in the form of evidence. */
export interface HttpError {
  readonly status: number
  /** The server's error message; undefined: none. */
  readonly words: string | undefined
}

/** Parses `HTTP 503: Loading model`; undefined for another text. */
export function httpErrorIn(detail: string): HttpError | undefined {
  const { status, words } = /^HTTP (?<status>\d{3})\b(?:: (?<words>.+))?/.exec(detail)?.groups ?? {}
  return status === undefined ? undefined : { status: Number(status), words }
}

/**
 * A cause and its remedies, as far as the response alone shows them, regardless of the client and the path.
 */
export type Refusal = Pick<Diagnosis, 'code' | 'cause' | 'remedy'>

/** The cause that a response itself names; undefined if it has only a status. */
export function refusalOf(error: HttpError): Refusal | undefined {
  const said = inQuotes(error)
  return rules.find(({ fits }) => fits(error))?.report(said, error)
}

/** ` ("no such model")`, or empty. */
export function inQuotes({ words }: Pick<HttpError, 'words'>): string {
  return words === undefined ? '' : ` ("${words}")`
}

interface Rule {
  readonly fits: (error: HttpError) => boolean
  readonly report: (said: string, error: HttpError) => Refusal
}

const hasStatus =
  (...statuses: readonly number[]) =>
  ({ status }: HttpError) =>
    statuses.includes(status)

const says =
  (pattern: RegExp) =>
  ({ words = '' }: HttpError) =>
    pattern.test(words)

/** In this order: a server's own message counts before its status. */
const rules: readonly Rule[] = [
  {
    fits: hasStatus(301, 302, 303, 307, 308),
    report: (_, { words = '' }) => redirected(redirectIn(words)),
  },
  {
    // nginx, Go, Apache: a request in plain HTTP reached a port that speaks TLS.
    fits: says(/\bHTTP request\b.*\bHTTPS (?:port|server)\b|\bspeaking plain HTTP to an SSL/i),
    report: () => speaksHttps,
  },
  {
    fits: (error) => error.status >= 400 && reportsLoading(error.words ?? ''),
    report: (said) => ({
      code: 'model_loading',
      cause: `the server is still loading its model${said}`,
      remedy: [
        'wait until it is loaded, and run again',
        'or give it time: raise `retries` or `timeout` of the test',
      ],
    }),
  },
  {
    fits: hasStatus(401, 403),
    report: (said) => ({
      code: 'not_authorized',
      cause: `the worker requires an API key, or refuses the one it got${said}`,
      remedy: ['set `api_key: ${NAME}` in the cluster file, and the variable in the environment'],
    }),
  },
  {
    fits: hasStatus(413),
    report: (said) => ({
      code: 'request_too_large',
      cause: `the server, or a proxy in front of it, does not accept a request of this size${said}`,
      remedy: ['raise its limit (nginx: `client_max_body_size`), or send shorter prompts'],
    }),
  },
  {
    fits: hasStatus(429),
    report: (said) => ({
      code: 'rate_limited',
      cause: `the worker limits how many requests it takes${said}`,
      remedy: [
        'raise its limit, or send less: lower `max_concurrent_requests` of the worker, and the load of others on it',
      ],
    }),
  },
]

/** The port speaks TLS, and the request did not. */
export const speaksHttps: Refusal = {
  code: 'scheme_differs',
  cause: 'the port speaks HTTPS, and the cluster file says plain HTTP',
  remedy: [
    'add `tls: {}` to the worker in the cluster file (`tls: { ca_file: ... }` for an authority of your own)',
  ],
}

/** The reverse. */
export const speaksHttp: Refusal = {
  code: 'scheme_differs',
  cause: 'the port speaks plain HTTP, and the cluster file says HTTPS',
  remedy: ['remove `tls` from the worker in the cluster file, or name its HTTPS port by `port`'],
}

function redirected(target = 'another address'): Refusal {
  return {
    code: 'redirected',
    cause: `the worker redirects to ${target}, and no redirect is followed: the API key would go along`,
    remedy: [
      `give that address in the cluster file${asWorker(target)}`,
      'or let the server respond at its own address: it, or a gateway in front of it, is set to redirect',
    ],
  }
}

/**
 * The URL of an API as keys of a worker: `: host: gw.example, port: 443, tls: {}`; empty for other targets.
 */
function asWorker(target: string): string {
  if (!URL.canParse(target)) return ''
  const { protocol, hostname, port, pathname } = new URL(target)
  const [basePath] = /^.*?(?=\/v1\/)/.exec(pathname) ?? []
  if (basePath === undefined || !/^https?:$/.test(protocol)) return ''
  const isTls = protocol === 'https:'
  const keys = [
    `host: ${hostname.replace(/^\[|\]$/g, '')}`,
    `port: ${port || (isTls ? 443 : 80)}`,
    ...(isTls ? ['tls: {}'] : []),
    ...(basePath === '' ? [] : [`base_path: ${basePath}`]),
  ]
  return `: \`${keys.join(', ')}\``
}
