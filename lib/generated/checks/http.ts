// Generated from the schemas by `npm run generate`. Do not edit.

export interface HttpOptions {
  /**
   * An absolute URL to use instead of the worker. Excludes `path`. Default: the worker. Example: `url: https://gateway.lan/health`.
   */
  url?: string
  /**
   * The path on the worker, after its `base_path`, with an optional query. Excludes `url`. Default: `/`. Example: `path: /v1/models`.
   */
  path: string
  /**
   * The HTTP method. Default: `GET`. Example: `method: POST`.
   */
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  /**
   * Headers to send beside the worker's own authorization. Their values are treated as secrets and never reported; name an environment variable rather than a key itself. Default: none. Example: `headers: { x-tenant: "${CLUSTERGATE_TENANT}" }`.
   */
  headers: {
    /**
     * The value of this header. Secret: never reported. Example: `${CLUSTERGATE_TENANT}`.
     */
    [k: string]: string
  }
  /**
   * The body to send, as text. Excludes `json`. Default: none. Example: `body: ping`.
   */
  body?: string
  /**
   * An object to send as the JSON body (sets `content-type`). Excludes `body`. Default: none. Example: `json: { model: mistral, prompt: hi }`.
   */
  json?: {
    [k: string]: unknown
  }
  /**
   * How long the whole exchange may take, as a duration with a unit. Default: `10s`. Example: `timeout: 2s`.
   */
  timeout: string
  /**
   * How many bytes of the response body to read; the rest is not read. Default: 1048576 (1 MiB). Example: `max_body_bytes: 65536`.
   */
  max_body_bytes: number
  /**
   * From which agents it is probed, by each from where it is: `each agent`, those named, or those with one of these `tags`. Every condition must hold from everywhere. Default: this machine. Example: `from: each agent`.
   */
  from?:
    | 'each agent'
    | string[]
    | {
        /**
         * Tags of which an agent has at least one. Required. Example: `tags: [rack-1]`.
         *
         * @minItems 1
         * @maxItems 100
         */
        tags: string[]
      }
}

/** The metrics that `http` measures. */
export type HttpMetrics =
  | 'status'
  | 'ok'
  | 'state'
  | 'body'
  | 'body.size'
  | 'certificate.days_left'
  | 'certificate.valid'
  | 'certificate.issuer'
  | 'http_version'
  | 'address'
  | 'time.dns'
  | 'time.connect'
  | 'time.tls'
  | 'time.first_byte'
  | 'time.total'
  | `header.${string}`
  | `json.${string}`
