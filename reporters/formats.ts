// Generated from the reporters by `npm run generate`. Do not edit.

import type { ReportFormats } from './kit/report-formats.ts'

/** How a report of each format is made; loaded when it is asked for. */
export const formats: ReportFormats = {
  ctrf: async () => (await import('./ctrf.ts')).formats.ctrf(),
  github: async () => (await import('./github.ts')).formats.github(),
  html: async () => (await import('./html.ts')).formats.html(),
  json: async () => (await import('./json.ts')).formats.json(),
  junit: async () => (await import('./junit.ts')).formats.junit(),
  'junit-strict': async () => (await import('./junit.ts')).formats['junit-strict'](),
  markdown: async () => (await import('./markdown.ts')).formats.markdown(),
  openmetrics: async () => (await import('./openmetrics.ts')).formats.openmetrics(),
  tap: async () => (await import('./tap.ts')).formats.tap(),
}
