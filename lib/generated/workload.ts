// Generated from the schemas by `npm run generate`. Do not edit.

/**
 * A workload: its prompts (the key `prompts`, `generate` or `mix`) and how they are sent.
 */
export interface WorkloadFile {
  /**
   * The schema that editors check this file against. Example: `$schema: ../../schemas/workload.schema.json`.
   */
  $schema?: string
  /**
   * What reports call it. Default: the file's name, or `inline`. Example: `name: support-chat`.
   */
  name?: string
  /**
   * What it represents, in a sentence. Default: none. Example: `description: Questions of our support desk.`.
   */
  description?: string
  /**
   * The prompts: a list of texts or conversations, or where they come from (`file`, `folder`, `generate`). Each is a request of its own, or one per document where there are `documents`. Example: `prompts: [What is the capital of Portugal?, Name three rivers.]`.
   */
  prompts?: WorkloadPrompts
  /**
   * Texts that every prompt is asked of: 100 documents and 5 prompts are 500 requests, all prompts of a document one after the other. Written as `prompts` are. Default: none. Example: `documents: { folder: papers }`.
   */
  documents?: WorkloadPrompts
  /**
   * How a document and a prompt become one text. With the document first, a worker that caches prefixes reads it once for all prompts. Default: document, empty line, prompt. Example: `template: "{prompt} {document}"`.
   */
  template?: string
  /**
   * Prompts of seeded words: short for `prompts: { generate: ... }`. Example: `generate: { tokens: 512 }`.
   */
  generate?: WorkloadGenerate
  /**
   * Several workloads in one, by weight. Each keeps its own prompts, lengths and order. Example: `mix: [{ weight: 3, workload: short-chat }, { weight: 1, workload: long-context }]`.
   *
   * @minItems 1
   * @maxItems 32
   */
  mix?: WorkloadPart[]
  /**
   * The system message of each request; a conversation that begins with one of its own keeps that. Default: none. Example: `system: Answer in one sentence.`.
   */
  system?: string
  /**
   * Maximum tokens per response: a number, a distribution that each request draws its own from, or `none` for no limit. A check that has `max_tokens` itself overrides it. Default: 128. Example: `max_tokens: { uniform: { min: 16, max: 256 } }`.
   */
  max_tokens?: WorkloadLimit
  /**
   * The same as `max_tokens`, sent by this name: for servers that refuse the other one. Default: not sent. Example: `max_completion_tokens: 64`.
   */
  max_completion_tokens?: WorkloadLimit
  /**
   * Whether prompts begin alike, which a server with a prefix cache reads only once. `cold`: each prompt begins with a number of its own and is never sent twice, or each document with its prompts. `warm`: prompts are sent as written, again and again. `{ shared: 512 }`: all begin with the same 512 tokens, and go on like `cold`. Default: `cold`. Example: `prefix: { shared: 512 }`.
   */
  prefix?: WorkloadPrefix
  /**
   * How freely the worker chooses words, from 0 to 2. Default: not sent, so that the worker decides. Example: `temperature: 0`.
   */
  temperature?: number
  /**
   * Whether responses are streamed; the worker is then asked to count its tokens (`stream_options: { include_usage: true }`). Default: false. Example: `stream: true`.
   */
  stream?: boolean
  /**
   * More fields of each request's JSON body, as the worker knows them. Default: none. Example: `body: { ignore_eos: true, top_p: 0.9 }`.
   */
  body?: {
    [k: string]: unknown
  }
  /**
   * What all chance follows from (generated words, drawn lengths, shuffled order): with the same seed, the n-th request is the same in every run. Default: 1. Example: `seed: 7`.
   */
  seed?: number
  /**
   * In which order requests are sent: as they are written, or shuffled by the seed. Default: `sequential`. Example: `order: shuffled`.
   */
  order?: 'sequential' | 'shuffled'
}

/**
 * A workload: its name, the path of its file, or written in place.
 */
export type WorkloadReference = WorkloadFile | string

/**
 * Texts or conversations: listed, or where they come from.
 */
export type WorkloadPrompts = WorkloadPrompt[] | WorkloadTexts

/**
 * A text, or a conversation as a list of messages.
 *
 * @minItems 1
 */
export type WorkloadPrompt = string | WorkloadMessage[]

/**
 * One message of a conversation.
 */
export interface WorkloadMessage {
  /**
   * Who says it. Required. Example: `role: user`.
   */
  role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  /**
   * What is said: a text, or a list of parts as the API knows them. Required. Example: `content: Hello.`.
   */
  content:
    | string
    | {
        [k: string]: unknown
      }[]
}

/**
 * Where texts come from: a file, a folder, or words by chance.
 */
export interface WorkloadTexts {
  /**
   * A file of many texts: JSONL (one JSON text or object per line), CSV or TSV (with a head line), or plain text. Paths start at the file that names them. Example: `file: questions.jsonl`.
   */
  file?: string
  /**
   * A folder of plain text files (`.txt`, `.md`): each is one text, in the order of their names. Example: `folder: papers`.
   */
  folder?: string
  /**
   * Texts of seeded words, or of sentences that are given. Example: `generate: { tokens: 2000, count: 100 }`.
   */
  generate?: WorkloadGenerate
  /**
   * What the file is. Default: by its name (`.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.txt`, `.md`). Example: `format: jsonl`.
   */
  format?: 'jsonl' | 'csv' | 'tsv' | 'text'
  /**
   * Which column of a CSV file, or key of a JSONL line, holds the prompt. Default: `prompt`, else `messages`. Example: `column: question`.
   */
  column?: string
  /**
   * What of a plain text file is one text: a line, a paragraph (up to an empty line), or the whole file. Default: `line`. Example: `each: paragraph`.
   */
  each?: 'line' | 'paragraph' | 'file'
}

/**
 * Texts that are made up by the seed. Each begins with its number, so that no two share a beginning that a worker could cache.
 */
export interface WorkloadGenerate {
  /**
   * How long each text is, in tokens of 4 characters: a number, or a distribution. Required. Example: `tokens: { lognormal: { mean: 512, stddev: 256 } }`.
   */
  tokens: WorkloadTokens
  /**
   * How many there are before they begin again; documents, and prompts that are asked of documents, need it. Default: no end. Example: `count: 100`.
   */
  count?: number
  /**
   * Texts whose sentences are put together by chance, written as `prompts` are. Default: common English words. Example: `from: { file: essays.txt, each: paragraph }`.
   */
  from?: WorkloadPrompts
}

/**
 * A number of tokens, a distribution to draw it from, or `none`.
 */
export type WorkloadLimit = 'none' | WorkloadTokens

/**
 * What the beginnings of prompts have in common.
 */
export type WorkloadPrefix = ('cold' | 'warm') | WorkloadSharedPrefix

/**
 * A beginning that all prompts share.
 */
export interface WorkloadSharedPrefix {
  /**
   * How long it is, in tokens of 4 characters. Required. Example: `shared: 512`.
   */
  shared: number
}

/**
 * A number of tokens, or a distribution to draw it from. Values outside `min` and `max` are clamped.
 */
export type WorkloadTokens =
  | number
  | {
      /**
       * A normal distribution. Example: `normal: { mean: 512, stddev: 128 }`.
       */
      normal?: WorkloadBell
      /**
       * A lognormal distribution, as lengths of real prompts have it: most are short, a few are very long. Example: `lognormal: { mean: 512, stddev: 512, max: 4096 }`.
       */
      lognormal?: WorkloadBell
      /**
       * Every length from `min` to `max` as often. Example: `uniform: { min: 16, max: 256 }`.
       */
      uniform?: {
        /**
         * The least tokens. Required. Example: `min: 16`.
         */
        min: number
        /**
         * The most tokens. Required. Example: `max: 256`.
         */
        max: number
      }
    }

/**
 * A distribution by its mean and standard deviation.
 */
export interface WorkloadBell {
  /**
   * The mean, in tokens. Required. Example: `mean: 512`.
   */
  mean: number
  /**
   * The standard deviation, in tokens. Required. Example: `stddev: 128`.
   */
  stddev: number
  /**
   * The least tokens. Default: 1. Example: `min: 16`.
   */
  min?: number
  /**
   * The most tokens. Default: 1000000. Example: `max: 4096`.
   */
  max?: number
}

/**
 * One workload of a mix.
 */
export interface WorkloadPart {
  /**
   * How many of its requests are sent for each of another with weight 1. Default: 1. Example: `weight: 3`.
   */
  weight?: number
  /**
   * The workload: its name, the path of its file, or written in place. Required. Example: `workload: short-chat`.
   */
  workload: WorkloadReference
}
