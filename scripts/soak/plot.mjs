const width = 720
const left = 64
const right = 12
const panelHeight = 96
const gap = 40

/** An SVG with one panel per series, on a common axis of minutes. */
export function soakPlot(samples, description) {
  const minutes = samples.at(-1).seconds / 60
  const panels = [
    ['requests per second', 'good', (sample) => sample.perSecond],
    ['requests per second that ended in an error', 'bad', (sample) => sample.failedPerSecond],
    ['resident memory of the front, MB', 'good', (sample) => sample.front.rssMb],
    ['open sockets of the front', 'good', (sample) => sample.front.sockets],
  ]
  const height = panels.length * (panelHeight + gap) + 32
  const bodies = panels.map((panel, index) =>
    panelOf(panel, samples, minutes, 28 + index * (panelHeight + gap)),
  )
  const axis = minuteTicks(minutes).map(
    (tick) =>
      `<text x="${x(tick, minutes)}" y="${height - 22}" text-anchor="middle">${tick}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
<title>${description}</title>
<style>
  text { font: 13px system-ui, sans-serif; fill: #333; }
  .grid { stroke: #ccc; stroke-width: 1; } path { fill: none; stroke-width: 1.5; }
  .good { stroke: #1a7f37; } .bad { stroke: #c4232b; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd; } .grid { stroke: #444; } .good { stroke: #4ac26b; } .bad { stroke: #ff7b72; }
  }
</style>
${[...bodies, ...axis].join('\n')}
<text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">minutes</text>
</svg>
`
}

function panelOf([title, name, read], samples, minutes, top) {
  const most = niceAbove(Math.max(...samples.map(read), 1))
  const y = (value) => (top + panelHeight * (1 - value / most)).toFixed(1)
  const grid = [0, most / 2, most].flatMap((value) => [
    `<path class="grid" d="M${left} ${y(value)}H${width - right}"/>`,
    `<text x="${left - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${value}</text>`,
  ])
  const points = thin(samples).map(
    (sample) => `${x(sample.seconds / 60, minutes)} ${y(read(sample))}`,
  )
  const line = `<path class="${name}" d="M${points.join('L')}"/>`
  return [`<text x="${left}" y="${top - 8}">${title}</text>`, ...grid, line].join('\n')
}

const x = (minute, minutes) =>
  (left + ((width - left - right) * minute) / Math.max(minutes, 0.01)).toFixed(1)

/** At most 300 points: more are not visible. */
function thin(samples) {
  const step = Math.ceil(samples.length / 300)
  return samples.filter((_, index) => index % step === 0)
}

function niceAbove(value) {
  const size = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * size).find((bound) => bound >= value)
}

function minuteTicks(minutes) {
  const step = [0.1, 0.5, 1, 2, 5, 10, 30].find((each) => minutes / each <= 12) ?? 60
  const count = Math.floor(minutes / step)
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toFixed(1)))
}
