import type { Subject } from '../../../record/measurement.ts'
import type { Remedies } from '../../../servers/server.ts'
import { namedServers, serverNamed, servers } from '../../../servers/servers.ts'

/** Remedies on the server of a worker; if its type is unknown, of any server. */
export function remediesOf({ workerType }: Subject): Remedies {
  return (serverNamed(workerType) ?? servers.openai).remedies
}

/** How to start the server so that it is reachable from other machines. */
export function startCommand(subject: Subject): string {
  const { model = 'MODEL', port = 1234 } = subject
  return remediesOf(subject).start({ model, port })
}

/** The same for a possibly unknown type: then for each type. */
export function startCommands(subject: Subject): string[] {
  if (subject.workerType !== undefined) return [startCommand(subject)]
  const { model = 'MODEL', port = 1234 } = subject
  const commands = namedServers.map(({ remedies }) => remedies.start({ model, port }))
  return [`start its server, whichever it is: ${commands.join('; ')}`]
}

/** How to load a model into memory. */
export function loadCommand(subject: Subject): string {
  return remediesOf(subject).load(subject.model ?? 'MODEL')
}

/** How to wake a server that sleeps. */
export function wakeCommand(subject: Subject): string {
  return remediesOf(subject).wake ?? loadCommand(subject)
}

/** Remedies on servers of unknown types, by the server's name; servers without one are left out. */
export function ofEachServer(report: (remedies: Remedies) => string | undefined): string {
  return namedServers
    .flatMap(({ label, remedies }) => {
      const words = report(remedies)
      return words === undefined ? [] : [`${words} (${label})`]
    })
    .join('; ')
}
