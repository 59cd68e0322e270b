import { Help } from 'commander'
import { expect, test } from 'vitest'
import { commands, listedCommand } from '../../lib/cli/commands.ts'

test('the help of clustergate lists each command with the arguments and the description that it has', async () => {
  const help = new Help()
  const entries = Object.entries(commands)
  expect(entries.length).toBeGreaterThan(10)
  for (const [name, entry] of entries) {
    const define = await entry.load()
    const [listed, real] = [listedCommand(name, entry), define(() => undefined)]
    expect(help.subcommandTerm(listed)).toBe(help.subcommandTerm(real))
    expect(help.subcommandDescription(listed)).toBe(help.subcommandDescription(real))
  }
})
