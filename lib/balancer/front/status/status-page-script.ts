/** Runs in the browser: requests the status each second and writes it into the page. */
export const statusScript = `
'use strict'
const place = (id) => document.getElementById(id)
const ms = (value) => value === undefined ? '–' : value < 10 ? value.toFixed(1) + ' ms'
  : value < 10000 ? Math.round(value) + ' ms' : (value / 1000).toFixed(1) + ' s'
const made = (name, className, text) => {
  const element = document.createElement(name)
  if (className) element.className = className
  if (text !== undefined) element.textContent = text
  return element
}
// Only what differs is written, so that a selection stays and a screen reader hears no noise.
const write = (element, text) => { if (element.textContent !== text) element.textContent = text }

function writeList(list, entries) {
  while (list.children.length > entries.length) list.lastChild.remove()
  entries.forEach(([name, value], index) => {
    let entry = list.children[index]
    if (!entry) {
      entry = list.appendChild(made('div'))
      entry.append(made('dt'), made('dd'))
    }
    write(entry.children[0], name)
    write(entry.children[1], value)
  })
}

const rows = new Map()
function rowOf(id) {
  if (rows.has(id)) return rows.get(id)
  const row = made('tr')
  const name = made('th', '', id)
  name.scope = 'row'
  const address = name.appendChild(made('small'))
  const state = made('td', 'state')
  const slots = made('td').appendChild(made('div', 'slots'))
  const track = slots.appendChild(made('div', 'track'))
  track.setAttribute('aria-hidden', 'true')
  const fill = track.appendChild(made('div', 'fill'))
  const inUse = slots.appendChild(made('span'))
  const numbers = Array.from({ length: 6 }, () => made('td', 'number'))
  row.append(name, state, slots.parentNode, ...numbers)
  const parts = { row, address, state, fill, inUse, numbers }
  rows.set(id, parts)
  return parts
}

function writeWorkers(workers) {
  const ids = new Set(workers.map(({ id }) => id))
  for (const [id, { row }] of rows) if (!ids.has(id)) { row.remove(); rows.delete(id) }
  for (const worker of workers) {
    const { row, address, state, fill, inUse, numbers } = rowOf(worker.id)
    if (!row.isConnected) place('workers').append(row)
    write(address, worker.address + (worker.model ? ', ' + worker.model : ''))
    state.className = 'state ' + worker.state
    write(state, worker.state)
    fill.style.width = Math.min(100, worker.inFlight / worker.slots * 100) + '%'
    const usable = worker.slotsNow === worker.slots ? '' : ' (' + worker.slotsNow + ' usable)'
    write(inUse, worker.inFlight + ' of ' + worker.slots + usable)
    const values = [worker.requestsPerSecond.toFixed(1), worker.share.toFixed(1) + ' %',
      ms(worker.p50ServiceMs), ms(worker.p95ServiceMs), String(worker.results.ok), String(worker.failed)]
    values.forEach((value, index) => write(numbers[index], value))
  }
}

let shownEvents
function writeEvents(events) {
  const list = place('events')
  if (shownEvents === JSON.stringify(events)) return
  shownEvents = JSON.stringify(events)
  list.replaceChildren(...events.map(({ at, text }) => {
    const entry = made('li')
    const time = entry.appendChild(made('time', '', new Date(at).toLocaleTimeString()))
    time.dateTime = at
    entry.append(text)
    return entry
  }))
  if (events.length === 0) list.append(made('li', '', 'none yet'))
}

function writeAll(status) {
  document.querySelector('main').hidden = false
  write(place('strategy'), status.strategy + ', ' + status.workers.length + ' workers')
  writeList(place('totals'), [
    ['Requests/s', status.requestsPerSecond.toFixed(1)], ['In flight', String(status.inFlight)],
    ['Queued', String(status.queued)], ['Requests', String(status.requests)],
    ['Retries', String(status.retries)],
    ['Mean queue wait', ms(status.queueWaitMs.mean)], ['Longest', ms(status.queueWaitMs.max)],
  ])
  writeWorkers(status.workers)
  writeList(place('outcomes'), Object.entries(status.outcomes).map(([name, count]) => [name, String(count)]))
  writeEvents(status.events)
}

function connection(text, isLost) {
  write(place('connection'), text)
  place('connection').className = isLost ? 'lost' : ''
}

async function update() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'application/json' }, cache: 'no-store' })
    if (!answer.ok) throw new Error('HTTP ' + answer.status)
    writeAll(await answer.json())
    connection('live', false)
  } catch (error) {
    connection('no response from the server', true)
  }
  setTimeout(update, 1000)
}
update()
`
