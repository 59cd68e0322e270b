/**
 * Parses workflow commands like GitHub's runner (actions/runner, `ActionCommand`, version 2 of the syntax).
 */

export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** @throws Error for a line that the runner would print instead of executing it */
export function readCommand(line: string): Command {
  const [, head = '', message = ''] = /^::(.*?)::(.*)$/s.exec(line) ?? []
  if (head === '') throw new Error(`no command: ${line.slice(0, 200)}`)
  const space = head.indexOf(' ')
  const name = space === -1 ? head : head.slice(0, space)
  const pairs = space === -1 ? [] : head.slice(space + 1).split(',')
  const properties = pairs.map((pair) => {
    const at = pair.indexOf('=')
    if (at === -1) throw new Error(`no property: ${pair}`)
    return [pair.slice(0, at), unescapedProperty(pair.slice(at + 1))] as const
  })
  return { name, properties: Object.fromEntries(properties), message: unescapedData(message) }
}

function unescapedProperty(text: string): string {
  return unescapedData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

function unescapedData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
