// Generated from the schemas by `npm run generate`. Do not edit.

export interface ModelOptions {
  /**
   * Whether to request a completion of one token; without it `answers` and `time.completion` have no data. It makes a server that loads models on demand load this one. Default: `true`. Example: `completion: false`.
   */
  completion: boolean
  /**
   * The prompt of that completion. Default: `Say ok.`. Example: `prompt: Hello`.
   */
  prompt: string
  /**
   * How long one request may take, as a duration with a unit; loading a model takes long. Default: `30s`. Example: `timeout: 2m`.
   */
  timeout: string
}

/** The metrics that `model` measures. */
export type ModelMetrics =
  | 'api'
  | 'listed'
  | 'loaded'
  | 'answers'
  | 'models'
  | 'state'
  | 'loaded_by'
  | 'served_model'
  | 'status'
  | 'time.list'
  | 'time.completion'
