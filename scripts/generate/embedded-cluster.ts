import { readFileSync } from 'node:fs'
import { loadCluster } from '../../lib/cluster/load-cluster.ts'
import { embeddedCluster } from '../../lib/cluster/locate-cluster.ts'

/** The text of `lib/cluster/read/embedded-cluster.ts`. */
export async function embeddedClusterFile(): Promise<string> {
  const path = embeddedCluster()
  const { file: _ofThisMachine, ...cluster } = await loadCluster(path, {})
  return [
    '// Generated from config/embedded.yaml by `npm run generate`. Do not edit.',
    '',
    '/** The embedded cluster: the text of its file, and what that says as JSON. */',
    'export const embedded = {',
    `  text: ${literal(readFileSync(path, 'utf8'))},`,
    '  cluster:',
    `    ${literal(JSON.stringify(cluster))},`,
    '}',
    '',
  ].join('\n')
}

function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
