import { createHash } from 'node:crypto'
import { html, type Markup, trusted } from './html-markup.ts'

/** The head of a page that runs no script and loads nothing; its policy forbids both. */
export function pageHead(title: string, style: string): Markup {
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`
  return html`
    <head>
      <meta charset="utf-8"/>
      <meta http-equiv="Content-Security-Policy" content="${policy}"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>${title}</title>
      <link rel="icon" href="data:,"/>
      <style>${trusted(style)}</style>
    </head>
  `
}
