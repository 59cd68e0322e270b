import type { Subject } from '../../../record/measurement.ts'
import type { Remedies } from '../../../servers/server.ts'
import { namedServers, serverNamed, servers } from '../../../servers/servers.ts'

/** What to do on the server of a worker; where its type is not known, of any. */
export function remediesOf({ workerType }: Subject): Remedies {
  return (serverNamed(workerType) ?? servers.openai).remedies
}

/** How to start the server so that other machines reach it. */
export function startCommand(subject: Subject): string {
  const { model = 'MODEL', port = 1234 } = subject
  return remediesOf(subject).start({ model, port })
}

/** The same where the type may not be known: then of each type. */
export function startCommands(subject: Subject): string[] {
  if (subject.workerType !== undefined) return [startCommand(subject)]
  const { model = 'MODEL', port = 1234 } = subject
  const commands = namedServers.map(({ remedies }) => remedies.start({ model, port }))
  return [`start its server, whichever it is: ${commands.join('; ')}`]
}

/** How to get a model into memory. */
export function loadCommand(subject: Subject): string {
  return remediesOf(subject).load(subject.model ?? 'MODEL')
}

/** How to wake a server that sleeps. */
export function wakeCommand(subject: Subject): string {
  return remediesOf(subject).wake ?? loadCommand(subject)
}

/** What to do on servers whose types are not known, by the server's name; those that lack it are left out. */
export function ofEachServer(report: (remedies: Remedies) => string | undefined): string {
  return namedServers
    .flatMap(({ label, remedies }) => {
      const words = report(remedies)
      return words === undefined ? [] : [`${words} (${label})`]
    })
    .join('; ')
}
