import type { Cluster } from '../../cluster/cluster.ts'
import { leftOutLine, readNetworkSpecs } from '../../runner/network-specs.ts'
import { UserError } from '../../source/user-error.ts'
import type { SpecFolder } from '../../spec/spec-files.ts'

/** What the network specs of the project leave out; of those that cannot be read their failure says enough. */
export function networkNote(cluster: Cluster, { root, specs }: SpecFolder): string {
  try {
    return leftOutLine(readNetworkSpecs({ cluster, root, specs }))
  } catch (error) {
    if (error instanceof UserError) return ''
    throw error
  }
}
