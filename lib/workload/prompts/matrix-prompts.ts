import { fingerprintOf, type Prompts } from './prompts.ts'

const defaultTemplate = '{document}\n\n{prompt}'

/**
 * Every prompt about every document, all prompts of a document one after the other: 100 documents and 5
 * prompts are 500. Both must be texts, and finite.
 */
export function matrixPrompts(
  documents: Prompts,
  prompts: Prompts,
  template: string = defaultTemplate,
): Prompts {
  const perDocument = prompts.size ?? 1
  const chunks = template.split(/(\{document\}|\{prompt\})/)
  return {
    size: (documents.size ?? 1) * perDocument,
    // Only a common beginning can be cached; and with the same document, no prompt is sent twice.
    ...(template.startsWith('{document}') && areDistinct(prompts) && { perGroup: perDocument }),
    fingerprint: fingerprintOf([documents.fingerprint, prompts.fingerprint, template]),
    at(index) {
      const document = documents.at(Math.floor(index / perDocument))
      const prompt = prompts.at(index % perDocument)
      return chunks
        .map((chunk) => (chunk === '{document}' ? document : chunk === '{prompt}' ? prompt : chunk))
        .join('')
    },
  }
}

function areDistinct(prompts: Prompts): boolean {
  const size = prompts.size ?? 0
  return new Set(Array.from({ length: size }, (_, index) => prompts.at(index))).size === size
}
