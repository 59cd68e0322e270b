import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { execa } from 'execa'
import { labTable } from './lab/table.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const {
  only,
  results: kept,
  write,
} = new Command('npm run lab --')
  .description(
    'Plays every fault of tests/lab/faults.ts on hosts in network namespaces: the gate with all reporters and the history, the balancer as a library and as `clustergate serve`, and a benchmark.',
  )
  .option('--only <fault>', 'faults whose name contains this', '')
  .option(
    '--results <file>',
    'keep results there: the table has all that it holds, the latest of each',
  )
  .option('--write', 'write the table to docs/reliability.md; with --only, needs --results')
  .addHelpText(
    'after',
    `
It needs Linux, root (for namespaces, nftables and mounts) and ip, nft, ping, socat, sysctl, curl, faketime, openssl,
prlimit, python3, unshare and xmllint. All faults take about 10 minutes.

Exit codes: 0 as expected, 1 something was not, 2 wrong usage or a tool is missing.`,
  )
  .parse()
  .opts()

const tools = [
  ...['ip', 'nft', 'ping', 'socat', 'sysctl', 'curl', 'faketime', 'openssl', 'prlimit'],
  ...['python3', 'unshare', 'xmllint'],
]

/** What this machine lacks, in words; undefined if nothing. */
async function missing() {
  if (process.platform !== 'linux') return 'it needs Linux'
  if (process.getuid() !== 0) return 'it needs root, for namespaces, nftables and mounts'
  const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
  const found = await Promise.all(
    tools.map((tool) => execa('sh', ['-c', `command -v ${tool}`], { env, reject: false })),
  )
  const absent = tools.filter((_, index) => found[index].exitCode !== 0)
  return absent.length > 0 ? `it needs ${absent.join(', ')}` : undefined
}

async function main() {
  const lack = await missing()
  if (lack !== undefined || (write && only !== '' && !kept)) {
    process.stderr.write(`the lab did not run: ${lack ?? '--write with --only needs --results'}\n`)
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-lab-'))
  try {
    const results = resolve(kept ?? join(folder, 'results.jsonl'))
    appendFileSync(results, '')
    const args = ['run', '--config', 'tests/vitest.config.ts', 'tests/lab/lab.test.ts']
    const { exitCode } = await execa('vitest', [...args, '--reporter=verbose', '--retry=0'], {
      cwd: root,
      preferLocal: true,
      stdio: 'inherit',
      reject: false,
      env: { CI: 'true', CLUSTERGATE_LAB: only, CLUSTERGATE_LAB_RESULTS: results },
    })
    const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean)
    const table = labTable(lines.map((line) => JSON.parse(line)))
    process.stdout.write(`\n${table}\n`)
    if (write && exitCode === 0) writeTable(table)
    return exitCode === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeTable(table) {
  const page = join(root, 'docs/reliability.md')
  const between = /(<!-- lab -->\n)[\s\S]*?(\n<!-- \/lab -->)/
  const before = readFileSync(page, 'utf8')
  if (!between.test(before)) throw new Error(`${page} has no \`<!-- lab -->\` markers`)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const day = new Date().toISOString().slice(0, 10)
  const where = `Clustergate ${version}, ${day}, Node.js ${process.versions.node}, Linux ${release().split('-')[0]}.`
  writeFileSync(
    page,
    before.replace(between, (_, start, end) => `${start}\n${where}\n\n${table}\n${end}`),
  )
}

process.exitCode = await main()
