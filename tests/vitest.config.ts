import { defineConfig } from 'vitest/config'

/** Tests of loads in real time: they measure this machine too, and so have it more to themselves. */
const timed = [
  'tests/load/**/*.test.ts',
  'tests/checks/{benchmark,latency,batch,soak,load,idle,balance,adapt,failover,overload,slots}.test.ts',
  'tests/verdict/{benchmark,load}-diagnoses.test.ts',
  'tests/cli/bench/*.test.ts',
  'tests/engine/*.test.ts',
  'tests/e2e/{perf,levels,baseline,history}.test.ts',
]

/** Most of the time is spent on waiting for child processes and deadlines. */
const maxWorkers = 4

/** Tests of whole processes, hosts and browsers: what else runs on the machine bears on them too. */
const processes = [
  'tests/{e2e,examples,hosts,lab,probes,cli,package,history,readers}/**/*.test.ts',
  'tests/workload/watch.test.ts',
  'tests/reporters/html-page.test.ts',
  'tests/balancer/front/**/*.test.ts',
]

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    reporters: ['default', './tests/skipped-by-tool.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['tests/property-seed.ts'],
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: [...timed, ...processes],
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: processes,
          exclude: timed,
          maxWorkers,
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'timed',
          include: timed,
          maxWorkers: 2,
          // What else runs on the machine is the one thing that these cannot rule out.
          retry: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
