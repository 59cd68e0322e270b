/** An odd word, and what to write instead. */
export interface OddWord {
  readonly pattern: RegExp
  readonly instead: string
}

/** Words that messages, help, schemas, docs, comments and test titles must not contain. */
const oddWords: readonly OddWord[] = [
  { pattern: /\banswer(?:s|ed|ing)?\b/i, instead: 'response, responds, returns, serves' },
  { pattern: /\bunder way\b/i, instead: 'in flight, running' },
  { pattern: /\b(?:stands?|stood|standing)\b/i, instead: 'is, established, idle' },
  { pattern: /\b(?:tells?|told|telling)\b/i, instead: 'reports, shows, distinguishes' },
  { pattern: /\bpieces?\b/i, instead: 'chunk, part' },
  { pattern: /\b(?:in|out)side of\b/i, instead: 'inside, outside' },
  { pattern: /\bfor ever\b/i, instead: 'forever' },
  { pattern: /\b(?:no|any)body\b/i, instead: 'no one, no request, no worker, none' },
  { pattern: /\b(?:and|or) the like\b/i, instead: 'and others, or a similar one' },
  { pattern: /\ball the same\b/i, instead: 'in any case, although' },
  { pattern: /\banew\b/i, instead: 'again, restart' },
  {
    pattern: /\bwhat is (?:seen|missing|too much|asked)\b/i,
    instead: 'symptom, loss, further requests',
  },
  { pattern: /\b(?:called|calls?) off\b/i, instead: 'aborted, aborts' },
  { pattern: /\bbeside (?:a|the|each) loads?\b|\bbeside loads\b/i, instead: 'during loads' },
  {
    pattern:
      /(?<!\b(?:t?here|where) )\b(?:is|are|was|were) no (?!longer|more|less|fewer|such|later|better|data)/i,
    instead: 'is not a, not valid',
  },
]

/** Texts that may contain such a word. */
const exceptions: readonly { readonly text: RegExp; readonly because: string }[] = [
  { text: /RTNETLINK answers/g, because: 'iproute2 prints it' },
  { text: /answers ping/g, because: 'the name of a test in the shipped specs' },
  { text: /Answer in one sentence/g, because: 'a prompt' },
  { text: /answers: true/g, because: 'a metric of the check `model`' },
]

/** Files with such words as data. */
export const dataFiles: ReadonlyMap<string, string> = new Map([
  ['lib/workload/prompts/words.ts', 'words that prompts are generated from'],
  ['scripts/generate/typescript-files.mjs', 'templates of code'],
  ['lib/balancer/front/status/status-page-script.ts', 'the program of a page'],
])

/** A text that people read, with its place. */
export interface HumanText {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** `file:line: "word": write … instead`, for each odd word in these texts. */
export function findOddWords(texts: readonly HumanText[]): string[] {
  return texts.flatMap(({ file, line, text }) => {
    const read = exceptions.reduce((rest, { text: kept }) => rest.replaceAll(kept, ''), text)
    return oddWords.flatMap(({ pattern, instead }) => {
      const found = pattern.exec(read)?.[0]
      return found === undefined ? [] : `${file}:${line}: "${found}": write ${instead}`
    })
  })
}
