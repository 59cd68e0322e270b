import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { observeLoad } from '../../lib/telemetry/observe-load.ts'
import { Telemetry } from '../../lib/telemetry/telemetry.ts'
import { missingTools, testWith } from '../hosts/requirements.ts'
import { load } from '../verdict/measured-load.ts'

const tool = 'prometheus-node-exporter'

testWith(
  missingTools(tool),
  'a real node_exporter reports the temperature and the clock of a machine',
  async () => {
    // A fake machine with two sensors and two cores: virtual ones have none.
    const folder = mkdtempSync(join(tmpdir(), 'clustergate-sysfs-'))
    writeSysfs(folder)
    const port = 20_000 + (process.pid % 20_000)
    const listens = `--web.listen-address=127.0.0.1:${port}`
    const child = spawn(tool, [listens, `--path.sysfs=${folder}`], { stdio: 'ignore' })
    try {
      await responding(`http://127.0.0.1:${port}/metrics`, child)
      const telemetry = new Telemetry([
        {
          id: 'w1',
          host: '127.0.0.1',
          port: 9,
          type: 'lm_studio',
          maxConcurrentRequests: 4,
          tags: [],
          basePath: '',
          telemetry: [
            {
              url: `http://127.0.0.1:${port}/metrics`,
              format: 'node_exporter',
              intervalMs: 100,
              metrics: {},
            },
          ],
        },
      ])
      const record = await observeLoad(telemetry, new AbortController().signal, async () => {
        await sleep(600)
        return load({ workers: { w1: {} } })
      })
      const reported = record.telemetry?.w1
      expect(reported?.sources[0]?.failed).toBe(0)
      expect(reported?.series.temperature).toMatchObject({ min: 71.5, max: 71.5 })
      expect(reported?.series.clock).toMatchObject({ min: 3_400, max: 3_400 })
      expect(reported?.missing.kv_cache).toMatch(/no known metric of .* reports `kv_cache`$/)
    } finally {
      child.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

function writeSysfs(folder: string): void {
  const files = {
    'class/hwmon/hwmon0/name': 'coretemp',
    'class/hwmon/hwmon0/temp1_input': '61000',
    'class/hwmon/hwmon0/temp2_input': '71500',
    ...cpuFrequency('cpu0', '800000'),
    ...cpuFrequency('cpu1', '3400000'),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), `${text}\n`)
  }
}

/** The collector requires all of them. */
function cpuFrequency(cpu: string, kilohertz: string): Record<string, string> {
  const files = {
    scaling_cur_freq: kilohertz,
    scaling_min_freq: '400000',
    scaling_max_freq: '5000000',
    cpuinfo_min_freq: '400000',
    cpuinfo_max_freq: '5000000',
    cpuinfo_transition_latency: '0',
    related_cpus: '0',
    scaling_setspeed: '<unsupported>',
    scaling_available_governors: 'performance powersave',
    scaling_driver: 'intel_pstate',
    scaling_governor: 'powersave',
  }
  const folder = `devices/system/cpu/${cpu}/cpufreq`
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]),
  )
}

async function responding(url: string, child: ChildProcess): Promise<void> {
  await expect
    .poll(
      () => {
        if (child.exitCode !== null) throw new Error(`${tool} ended with ${child.exitCode}`)
        return fetch(url).then(
          ({ status }) => status,
          () => undefined,
        )
      },
      { timeout: 10_000 },
    )
    .toBe(200)
}
