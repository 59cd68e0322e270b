import { stringify } from 'yaml'
import type { IdentifiedServer } from './identify-server.ts'

export interface FoundServer extends IdentifiedServer {
  readonly host: string
  readonly port: number
}

/** The text of a cluster file with these servers; YAML, or JSON by the name of the file. */
export function clusterFileText(
  found: readonly FoundServer[],
  { file, schema }: { readonly file: string; readonly schema: string },
): string {
  const ids = idsOf(found)
  const workers = found.map((server, index) => workerOf(server, ids[index] as string))
  if (/\.json$/i.test(file)) return `${JSON.stringify({ $schema: schema, workers }, null, 2)}\n`
  const silent = found.flatMap(({ slots }, index) => (slots === undefined ? [ids[index]] : []))
  const slotsNote = `# Not reported by ${silent.join(', ')}: how many requests each serves at once (\`max_concurrent_requests\`,\n# default 5). The check \`slots\` measures it.\n`
  return [
    `# yaml-language-server: $schema=${schema}\n`,
    '# Written by `clustergate discover`.\n',
    ...(silent.length > 0 ? [slotsNote] : []),
    stringify({ workers }, { lineWidth: 0 }),
  ].join('')
}

function workerOf({ host, port, type, models, slots }: FoundServer, id: string): object {
  const [model] = models
  return {
    id,
    host,
    port,
    type,
    ...(model !== undefined && { model }),
    ...(slots !== undefined && { max_concurrent_requests: slots }),
  }
}

/** `ollama-1`, `ollama-2`, `lm-studio-1`: an address is not a name. */
function idsOf(found: readonly FoundServer[]): string[] {
  const counts = new Map<string, number>()
  return found.map(({ type }) => {
    const count = (counts.get(type) ?? 0) + 1
    counts.set(type, count)
    return `${type.replaceAll('_', '-')}-${count}`
  })
}
