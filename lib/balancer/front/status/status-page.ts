import { createHash } from 'node:crypto'
import type { StatusReport } from './status-board.ts'
import { statusScript } from './status-page-script.ts'
import { statusStyle } from './status-page-style.ts'
import { statusText } from './status-text.ts'

/**
 * The page at `/status` for browsers: one file that loads nothing else and updates itself. Without scripts,
 * it shows the status as text and reloads itself.
 */
export const statusPage = {
  html: (report: StatusReport): string =>
    page.replace('{{TEXT}}', () => escapeHtml(statusText(report))),
  /** Only the page's own scripts and styles are allowed, and requests to this server only. */
  policy: [
    "default-src 'none'",
    `style-src ${hashOf(statusStyle)}`,
    `script-src ${hashOf(statusScript)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
}

function hashOf(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Clustergate</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<noscript><meta http-equiv="refresh" content="2"></noscript>
<style>${statusStyle}</style>
</head>
<body>
<header>
  <h1>Clustergate</h1>
  <p id="strategy"></p>
  <p id="connection" role="status" aria-live="polite"></p>
</header>
<noscript><pre>{{TEXT}}</pre></noscript>
<main hidden>
  <section aria-label="All requests">
    <dl id="totals"></dl>
  </section>
  <section aria-labelledby="workers-title">
    <h2 id="workers-title">Workers</h2>
    <div class="wide" tabindex="0" role="region" aria-labelledby="workers-title">
      <table>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">State</th>
            <th scope="col">Slots in use</th>
            <th scope="col" class="number">Requests/s</th>
            <th scope="col" class="number">Share</th>
            <th scope="col" class="number"><abbr title="median service time">p50</abbr></th>
            <th scope="col" class="number"><abbr title="95th percentile of the service time">p95</abbr></th>
            <th scope="col" class="number">Ok</th>
            <th scope="col" class="number">Failed</th>
          </tr>
        </thead>
        <tbody id="workers"></tbody>
      </table>
    </div>
  </section>
  <section aria-labelledby="outcomes-title">
    <h2 id="outcomes-title">Outcomes</h2>
    <dl id="outcomes"></dl>
  </section>
  <section aria-labelledby="events-title">
    <h2 id="events-title">Last events</h2>
    <ol id="events" aria-live="polite"></ol>
  </section>
</main>
<script>${statusScript}</script>
</body>
</html>
`
