import { type Dirent, existsSync, readdirSync, realpathSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { escapePath, globSync } from 'tinyglobby'
import { linkOut } from '../source/files/outside-file.ts'
import { statsOf } from '../source/files/stats-of.ts'
import { slashedPath } from '../source/slashed-path.ts'
import { type Problem, shownFile, UserError } from '../source/user-error.ts'
import { type Stage, stages } from './spec.ts'
import { readSpecText } from './spec-text.ts'
import { declaredStage, stageOf } from './stage.ts'

/** Where a project keeps its specs. */
export interface SpecFolder {
  readonly root: string
  /** Folder of the specs, from the root. */
  readonly specs: string
}

export interface SpecFile {
  /** Absolute. */
  readonly file: string
  /** From the root, with slashes. */
  readonly path: string
  readonly stage: Stage
  /** YAML runs without Vitest, TypeScript and JavaScript do not. */
  readonly language: 'yaml' | 'typescript'
}

/** Specs in dependencies are not the project's. */
const notSpecs = '**/node_modules/**'

/**
 * The specs of a project with their stages: the one list that Vitest, the gate and the command use. A YAML
 * spec without a stage and outside the folders of stages is in `network`, where it fails with this message
 * and keeps the gate closed; a module outside the stages' folders is not a spec.
 * @throws UserError for a path with the name of a spec that cannot be read as a file, which nothing would
 * run: a broken link, a folder, a pipe; and for a link to anything but a spec of the project
 */
export function specFiles({ root, specs }: SpecFolder): SpecFile[] {
  const folder = resolve(root, specs)
  const entries = entriesBelow(folder)
  expectFiles(entries)
  const files = pathsOfSpecs(folder, entries).toSorted()
  expectLinksToSpecs(files, root)
  return files.flatMap((file) => {
    const language = isYaml(file) ? 'yaml' : 'typescript'
    const stage = stageIn({ root, specs }, file, language)
    return stage ? [{ file, path: slashedPath(root, file), stage, language }] : []
  })
}

/** Below a folder and what its links lead to. */
function pathsOfSpecs(folder: string, entries: readonly Dirent[]): string[] {
  if (entries.some((entry) => entry.isSymbolicLink())) return globbedSpecs(folder)
  // 1 ms where compiling the glob takes 11.
  return entries
    .filter((entry) => entry.isFile() && specName.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !relative(folder, path).split(sep).includes('node_modules'))
}

function globbedSpecs(folder: string): string[] {
  const paths = globSync('**/*.spec.{yaml,yml,ts,mts,js,mjs}', {
    cwd: folder,
    dot: true,
    ignore: notSpecs,
    expandDirectories: false,
    absolute: true,
  })
  return paths.map((path) => resolve(path))
}

/** Vitest reads the target of a link under its own name: as JavaScript if that is not the name of a YAML spec. */
function expectLinksToSpecs(files: readonly string[], root: string): void {
  const problems = files.flatMap((file) => {
    const target = realpathSync.native(file)
    if (target === file) return []
    const isSpec = specName.test(target) && isYaml(target) === isYaml(file)
    const why = isSpec ? linkOut(file, root) : 'is a link to a file that is not named like it'
    if (why === undefined) return []
    const message = `${shownFile(file)} ${why}, so it cannot run`
    return [{ code: 'spec_link', message, expected: 'a file, or a link to a spec of the project' }]
  })
  if (problems.length > 0) throw new UserError(problems)
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file)
}

const specName = /\.spec\.(?:ya?ml|m?[jt]s)$/

/**
 * The globs of Vitest and ours silently skip everything but files.
 * @throws UserError for a path with the name of a spec in a folder, or below it, that is not a file
 */
export function expectSpecsAreFiles(folder: string): void {
  expectFiles(entriesBelow(folder))
}

function expectFiles(entries: readonly Dirent[]): void {
  const problems = entries
    .filter((entry) => specName.test(entry.name) && !entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes(`${sep}node_modules${sep}`))
    .filter((path) => !statsOf(path)?.isFile())
    .toSorted()
    .map((path) => ({ code: 'spec_not_a_file', ...whyUnreadable(path) }))
  if (problems.length > 0) throw new UserError(problems)
}

/**
 * Empty without the folder.
 * @throws UserError for one that cannot be read, or has such a one in it
 */
function entriesBelow(folder: string): Dirent[] {
  if (!existsSync(folder)) return []
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    const { code = '', path = folder } = error as NodeJS.ErrnoException
    const message = `the folder ${shownFile(path)} cannot be read (${code}): specs in it would never run`
    const expected = 'a folder that this user may read'
    throw new UserError([{ code: 'folder_not_readable', message, expected }])
  }
}

function whyUnreadable(path: string): Pick<Problem, 'message' | 'expected'> {
  const stats = statsOf(path)
  const what = stats?.isDirectory() ? 'a folder' : stats ? 'a device or pipe' : 'a link to no file'
  return {
    message: `${shownFile(path)} is named like a spec and is ${what}: it would never run`,
    expected: 'a file, or another name',
  }
}

function stageIn(
  { root, specs }: SpecFolder,
  file: string,
  language: SpecFile['language'],
): Stage | undefined {
  if (language === 'typescript') return stageOf(slashedPath(resolve(root, specs), file))
  return declaredIn(file, root) ?? stageOf(file) ?? 'network'
}

function declaredIn(file: string, root: string): Stage | undefined {
  try {
    return declaredStage(readSpecText(file, root))
  } catch (error) {
    // Its own test reports that it cannot be read.
    if (error instanceof UserError) return undefined
    throw error
  }
}

/**
 * The patterns by which Vitest finds the specs of a stage, from the root, and those that it must exclude.
 */
export interface SpecPatterns {
  readonly include: string[]
  readonly exclude: string[]
}

export function patternsOf(
  stage: Stage,
  folder: SpecFolder,
  files: readonly SpecFile[],
): SpecPatterns {
  const strays = files.filter((file) => folderStage(folder, file) !== file.stage)
  const escaped = (wanted: (stray: SpecFile) => boolean) =>
    strays.filter(wanted).map(({ path }) => escapePath(path))
  return {
    include: [folderPattern(folder, stage), ...escaped((stray) => stray.stage === stage)],
    exclude: [notSpecs, ...escaped((stray) => stray.stage !== stage)],
  }
}

/** Matches the specs of all stages, for projects that must not run them. */
export function patternsOfAll(folder: SpecFolder, files: readonly SpecFile[]): string[] {
  const strays = files.filter((file) => folderStage(folder, file) !== file.stage)
  return [
    ...stages.map((stage) => folderPattern(folder, stage)),
    ...strays.map(({ path }) => escapePath(path)),
  ]
}

/** A pattern, not a list: in watch mode a new file runs too. */
function folderPattern({ root, specs }: SpecFolder, stage: Stage): string {
  const folder = slashedPath(root, resolve(root, specs, stage))
  return `${escapePath(folder)}/**/*.spec.{yaml,yml,ts,mts,js,mjs}`
}

/** The stage whose folder the file is in, directly under that of the specs. */
function folderStage({ root, specs }: SpecFolder, { file }: SpecFile): Stage | undefined {
  const folder = resolve(root, specs)
  return stages.find((stage) => file.startsWith(`${folder}${sep}${stage}${sep}`))
}
