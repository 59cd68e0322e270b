// Stores runs of many values one after the other: `node writer.mjs STORE FILE NAME RUNS`, where STORE is the module.
const [store, file, name, runs] = process.argv.slice(2)
const { HistoryStore } = await import(store)
const values = Array.from({ length: 50 }, (_, n) => ({
  metric: `metric.${n}`,
  labels: { writer: name },
  dimension: 'count',
  value: n,
  isAsked: true,
}))
const whole = {
  file: 'a',
  stage: 'perf',
  suite: 'S',
  test: 't',
  subject: 'cluster',
  check: 'batch',
}
const measured = { ...whole, status: 'passed', unfit: [], setting: { workers: [] }, values }
for (let n = 0; n < Number(runs); n++) {
  using(await HistoryStore.open(file, 'write'), (store) =>
    store.add(
      {
        id: `${name}-${n}`,
        startedAt: new Date(n * 1_000).toISOString(),
        durationMs: 1,
        origin: {},
        cases: [measured],
      },
      1_000_000,
    ),
  )
  process.stdout.write('.')
}

function using(store, action) {
  try {
    action(store)
  } finally {
    store[Symbol.dispose]()
  }
}
