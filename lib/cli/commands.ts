import { Command } from 'commander'

export type DefineCommand = (exit: (code: number) => void) => Command

/** What the help of `clustergate` says of a command, and where it is defined. */
export interface CommandEntry {
  readonly description: string
  /** What may follow its name. */
  readonly usage: '' | '[options]' | `[options] ${string}`
  readonly load: () => Promise<DefineCommand>
}

/** One file per subcommand, loaded when it is asked for: all of them take half a second. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  init: {
    description: 'write a configuration, a cluster file, specs of all stages and a CI workflow',
    usage: '[options]',
    load: async () => (await import('./init.ts')).initCommand,
  },
  validate: {
    description: 'validate the network before anything is measured',
    usage: '[options]',
    load: async () => (await import('./validate.ts')).validateCommand,
  },
  lint: {
    description:
      'check spec files, their workloads and traces, and the cluster file; sends nothing',
    usage: '[options] [paths...]',
    load: async () => (await import('./lint.ts')).lintCommand,
  },
  quick: {
    description: 'validate the network, then compare all workers with the first one alone',
    usage: '[options]',
    load: async () => (await import('./bench/quick.ts')).quickCommand,
  },
  bench: {
    description: 'measure throughput and latency, once the network is validated',
    usage: '[options]',
    load: async () => (await import('./bench/bench.ts')).benchCommand,
  },
  compare: {
    description: 'compare the results of two benchmarks',
    usage: '[options] <a> <b>',
    load: async () => (await import('./bench/compare.ts')).compareCommand,
  },
  baseline: {
    description: 'save benchmarks as baselines, and compare runs with them',
    usage: '',
    load: async () => (await import('./baseline/baseline.ts')).baselineCommand,
  },
  history: {
    description: 'show metrics over runs, and where their level shifted',
    usage: '[options] [metric]',
    load: async () => (await import('./history/history.ts')).historyCommand,
  },
  report: {
    description: 'make a report of a recorded run',
    usage: '[options] [run]',
    load: async () => (await import('./report.ts')).reportCommand,
  },
  docs: {
    description: 'write a page of every objective that the specs declare',
    usage: '[options] [specs...]',
    load: async () => (await import('./slo/docs.ts')).docsCommand,
  },
  export: {
    description: 'write what the specs declare for other tools',
    usage: '',
    load: async () => (await import('./slo/export.ts')).exportCommand,
  },
  serve: {
    description: 'balance requests with the OpenAI API over the workers of a cluster',
    usage: '[options]',
    load: async () => (await import('./serve/serve.ts')).serveCommand,
  },
  doctor: {
    description: 'check this machine, the project and the workers; every problem has a remedy',
    usage: '[options]',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  discover: {
    description: 'find OpenAI-compatible servers on hosts that you name, and write a cluster file',
    usage: '[options] <hosts...>',
    load: async () => (await import('./discover.ts')).discoverCommand,
  },
  simulate: {
    description: 'start simulated workers, whose faults can be switched while they run',
    usage: '[options]',
    load: async () => (await import('./simulate/simulate.ts')).simulateCommand,
  },
  agent: {
    description: 'send loads and run network checks for test runs on other machines',
    usage: '[options]',
    load: async () => (await import('./agent/agent.ts')).agentCommand,
  },
  agents: {
    description: 'list the agents that are registered at a Redis',
    usage: '[options]',
    load: async () => (await import('./agent/agents.ts')).agentsCommand,
  },
}

/** A command as the help lists it, which cannot run. */
export function listedCommand(name: string, { description, usage }: CommandEntry): Command {
  const command = new Command(name).description(description)
  const [options, ...args] = usage.split(' ')
  if (options) command.option('--option')
  for (const arg of args) command.argument(arg)
  return command
}
