import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import { defineConfig } from 'vitest/config'
import { isUnitTest, startsProcesses } from './kinds-of-tests.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const ignore = ['**/node_modules/**', 'tests/.tmp/**']
const all = globSync('tests/**/*.test.ts', { cwd: root, ignore })

const unit = all.filter((file) => isUnitTest(join(root, file)))

/** Tests of loads in real time: they measure this machine too, and so need it more for themselves. */
const timed = [
  'tests/load/**/*.test.ts',
  'tests/checks/{benchmark,latency,batch,soak,load,idle,balance,adapt,failover,overload,slots}.test.ts',
  'tests/verdict/{benchmark,load}-diagnoses.test.ts',
  'tests/cli/bench/*.test.ts',
  'tests/engine/*.test.ts',
  'tests/e2e/{perf,levels,baseline,history}.test.ts',
  'tests/examples/examples.test.ts',
]

/** Things that a kernel or a browser does at times: namespaces, ICMP, sockets in odd states, pages. */
const kernel = [
  'tests/{hosts,lab,probes}/**/*.test.ts',
  'tests/e2e/{network-faults,ping-by-tcp}.test.ts',
  'tests/reporters/html-page.test.ts',
  'tests/balancer/front/**/status-page.test.ts',
]

/** Tests of whole processes; what most of them start is the built package. */
const processes = all.filter((file) => startsProcesses(join(root, file)))

/** Most of the time is spent on waiting for child processes, sockets and deadlines. */
const maxWorkers = 4

const built = 'tests/e2e/built-home.ts'

export default defineConfig({
  test: {
    root,
    reporters: ['default', './tests/skipped-by-tool.ts', './tests/retried-tests.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['tests/property-seed.ts'],
    globalSetup: 'tests/folder-of-run.ts',
    // Files share nothing but their process; loading the sources for each again takes longer than most
    // tests.
    isolate: false,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unit,
          pool: 'threads',
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'tests',
          include: all,
          exclude: [...unit, ...timed, ...kernel, ...processes],
          maxWorkers,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: processes,
          exclude: [...unit, ...timed, ...kernel],
          globalSetup: built,
          maxWorkers,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'kernel',
          include: kernel,
          exclude: unit,
          globalSetup: built,
          maxWorkers,
          retry: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'timed',
          include: timed,
          exclude: unit,
          globalSetup: built,
          maxWorkers: 3,
          // When the kernel schedules them is the one thing that these cannot exclude.
          retry: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
