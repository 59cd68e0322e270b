import type { RunSource } from '../lib/record/run/run-record.ts'
import type { Dialect } from './junit/document.ts'

export interface RenderOptions {
  /** What the files of a record are relative to. */
  readonly root: string
}

/** The text of a report in chunks, in order. */
export type Render = (run: RunSource, options: RenderOptions) => Iterable<string>

/** How a report of each format is made; loaded when it is asked for. */
export const formats: Readonly<Record<string, () => Promise<Render>>> = {
  json: async () => (await import('./json.ts')).jsonChunks,
  junit: () => junit('rich'),
  'junit-strict': () => junit('strict'),
  ctrf: async () => (await import('./ctrf/document.ts')).ctrfChunks,
  markdown: async () => (await import('./markdown/document.ts')).markdownChunks,
  github: async () => {
    const { githubChunks } = await import('./github/commands.ts')
    return (run, { root }) =>
      githubChunks(run, { root, workspace: process.env.GITHUB_WORKSPACE ?? root })
  },
  openmetrics: async () => (await import('./openmetrics/exposition.ts')).openMetricsChunks,
  tap: async () => (await import('./tap/document.ts')).tapChunks,
  // The history stands where the command is called, as for `clustergate history`.
  html: async () => (await import('./html.ts')).htmlWithHistory(process.cwd()),
}

async function junit(dialect: Dialect): Promise<Render> {
  const { junitChunks } = await import('./junit/document.ts')
  return (run) => junitChunks(run, dialect)
}
