import type { WorkloadFile, WorkloadLimit, WorkloadPrompts } from '../generated/workload.ts'
import type { SourceDocument, SourcePath } from '../source/document.ts'
import type { Problem } from '../source/user-error.ts'

/**
 * Problems of a workload that a schema cannot express: bounds that exclude each other, endless texts,
 * fields with keys of their own.
 */
export function workloadProblems(
  document: SourceDocument,
  path: SourcePath,
  workload: WorkloadFile,
): Problem[] {
  const { prompts, documents, generate, max_tokens: maxTokens, body } = workload
  const { max_completion_tokens: maxCompletionTokens } = workload
  const isMatrix = documents !== undefined
  return [
    ...textProblems(document, [...path, 'prompts'], prompts, isMatrix),
    ...textProblems(document, [...path, 'documents'], documents, isMatrix),
    ...tokenProblems(document, [...path, 'generate', 'tokens'], generate?.tokens),
    ...textProblems(document, [...path, 'generate', 'from'], generate?.from, false),
    ...tokenProblems(document, [...path, 'max_tokens'], maxTokens),
    ...tokenProblems(document, [...path, 'max_completion_tokens'], maxCompletionTokens),
    ...bodyProblems(document, [...path, 'body'], body),
  ]
}

/** @param needsEnd whether their number must be known */
function textProblems(
  document: SourceDocument,
  path: SourcePath,
  texts: WorkloadPrompts | undefined,
  needsEnd: boolean,
): Problem[] {
  if (texts === undefined || Array.isArray(texts) || !texts.generate) return []
  const { tokens, count, from } = texts.generate
  const place = [...path, 'generate']
  const problems = tokenProblems(document, [...place, 'tokens'], tokens)
  if (needsEnd && count === undefined) {
    problems.push(
      document.problem('missing_key', place, 'the key `count` is missing', {
        expected:
          'a whole number: every prompt is asked of every document, and both must have an end',
      }),
    )
  }
  return [...problems, ...textProblems(document, [...place, 'from'], from, false)]
}

function tokenProblems(
  document: SourceDocument,
  path: SourcePath,
  tokens: WorkloadLimit | undefined,
): Problem[] {
  if (typeof tokens !== 'object') return []
  return Object.entries(tokens).flatMap(([distribution, { min, max }]) =>
    min !== undefined && max !== undefined && min > max
      ? document.problem('empty_range', [...path, distribution, 'max'], `\`max\` is ${max}`, {
          expected: `at least ${min}, which is \`min\``,
        })
      : [],
  )
}

const ownKeys: Readonly<Record<string, string>> = {
  messages: 'prompts',
  prompt: 'prompts',
  max_tokens: 'max_tokens',
  temperature: 'temperature',
  stream: 'stream',
}

function bodyProblems(
  document: SourceDocument,
  path: SourcePath,
  body: WorkloadFile['body'] = {},
): Problem[] {
  return Object.keys(body)
    .filter((field) => Object.hasOwn(ownKeys, field))
    .map((field) =>
      document.problem(
        'reserved_field',
        [...path, field],
        `\`${field}\` is not allowed in \`body\``,
        {
          part: 'key',
          expected: `the key \`${ownKeys[field]}\` of the workload`,
        },
      ),
    )
}
