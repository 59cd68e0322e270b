import { dirname, resolve } from 'node:path'
import type { WorkloadFile, WorkloadGenerate, WorkloadPrompts } from '../../generated/workload.ts'
import { expectInside } from '../../source/files/outside-file.ts'
import { UserError } from '../../source/user-error.ts'
import { seedOf } from '../../stats/seeded-random.ts'
import { brokenWorkload } from '../broken-workload.ts'
import type { ReadingContext, Site } from '../reading-context.ts'
import { generatedPrompts } from './generated-prompts.ts'
import { matrixPrompts } from './matrix-prompts.ts'
import { promptsOfFile, promptsOfFolder } from './prompt-files.ts'
import { listedPrompts, type Prompts } from './prompts.ts'

/**
 * The prompts of a workload other than a mix, from its own text and the files that it names.
 * @throws UserError with positions in the document, or in those files
 */
export function readPrompts(
  { document, path }: Site,
  { prompts = [], documents, template, generate }: WorkloadFile,
  seed: number,
  context: ReadingContext,
): Prompts {
  const at = (key: string): Site => ({ document, path: [...path, key] })
  if (generate) return readGenerated(at('generate'), generate, seedOf(seed, 3), context)
  const read = readTexts(at('prompts'), prompts, seedOf(seed, 3), context)
  if (!documents) return read
  const texts = readTexts(at('documents'), documents, seedOf(seed, 4), context)
  return matrixPrompts(allTexts(at('documents'), texts), allTexts(at('prompts'), read), template)
}

function readTexts(
  site: Site,
  texts: WorkloadPrompts,
  seed: number,
  context: ReadingContext,
): Prompts {
  if (Array.isArray(texts)) return listedPrompts(texts)
  const at = (key: string): Site => ({ ...site, path: [...site.path, key] })
  const { file, folder, generate } = texts
  if (generate) return readGenerated(at('generate'), generate, seed, context)
  const key = file === undefined ? 'folder' : 'file'
  const path = resolve(dirname(site.document.file), file ?? folder ?? '')
  const { budget, onFile = () => undefined } = context
  const folders = [context.root, dirname(site.document.file)]
  onFile(path)
  try {
    expectInside(path, folders)
    return listedPrompts(
      file === undefined
        ? promptsOfFolder(path, budget, (each) => {
            expectInside(each, folders)
            onFile(each)
          })
        : promptsOfFile(path, texts, budget),
    )
  } catch (error) {
    throw error instanceof UserError ? brokenWorkload(at(key), undefined, error) : error
  }
}

function readGenerated(
  site: Site,
  { tokens, count, from }: WorkloadGenerate,
  seed: number,
  context: ReadingContext,
): Prompts {
  if (from === undefined) return generatedPrompts({ tokens, count, seed, from })
  const place = { ...site, path: [...site.path, 'from'] }
  const given = allTexts(place, readTexts(place, from, seedOf(seed, 5), context))
  const size = given.size ?? 0
  const texts = Array.from({ length: size }, (_, index) => String(given.at(index)))
  return generatedPrompts({ tokens, count, seed, from: texts })
}

/** Conversations cannot be inserted into other texts. */
function allTexts({ document, path }: Site, prompts: Prompts): Prompts {
  const size = prompts.size ?? 0
  for (let index = 0; index < size; index++) {
    if (typeof prompts.at(index) === 'string') continue
    throw new UserError([
      document.problem(
        'not_a_text',
        [...path, index],
        'a list of messages where a text is expected',
        {
          expected: 'a text',
        },
      ),
    ])
  }
  return prompts
}
