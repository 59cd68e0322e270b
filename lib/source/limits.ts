/**
 * Limits of a user's file. Each is far above any legitimate file and far below what would delay a run: a
 * file at all limits at once is read or refused in a few seconds.
 */
export const limits = {
  /** Bytes of one file. */
  sizeBytes: 1024 * 1024,
  /** Nested collections, with aliases expanded. */
  depth: 64,
  /** Nodes that aliases and merge keys of one file may add by repeating their anchors. */
  aliasNodes: 10_000,
  /** Tokens (words, punctuation, line ends) of one file. */
  tokens: 300_000,
  /** Problems that are shown; the rest is counted. */
  problems: 50,
} as const

export const tooDeep = {
  code: 'too_deep',
  message: `more than ${limits.depth} levels of nested lists and mappings`,
} as const

export const tooManyTokens = {
  code: 'too_many_tokens',
  message: `the file has more than ${limits.tokens} tokens; split it`,
} as const
