import { dirname } from 'node:path'
import { type Stage, stages } from './spec.ts'

/**
 * The stage of a spec: its own `stage`, else the nearest folder with the name of a stage. Undefined without
 * either.
 */
export function stageOf(file: string, declared?: Stage): Stage | undefined {
  if (declared) return declared
  const folders = dirname(file).split(/[\\/]/).reverse()
  return folders.find((folder): folder is Stage => (stages as readonly string[]).includes(folder))
}

/** Reads the `stage:` key without parsing the file, for sorting many files into stages. */
export function declaredStage(text: string): Stage | undefined {
  const word = /^stage:[ \t]*["']?([a-z]+)/m.exec(text)?.[1]
  return stages.find((stage) => stage === word)
}
