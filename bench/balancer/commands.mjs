/** The other end of `startScript`: carries out commands, and ends when whoever gave them is gone. */
export function takeCommands(commands) {
  process.on('message', async ({ id, name, input }) => {
    try {
      process.send({ id, result: await commands[name](input) })
    } catch (error) {
      process.send({ id, error: error.stack })
    }
  })
  process.once('disconnect', () => process.exit())
  // Ctrl-C reaches the whole group: the one who started this ends it.
  process.on('SIGINT', () => undefined)
}

/** Milliseconds since 1970 with fractions: the one clock that several processes share. */
export function epochMs() {
  return performance.timeOrigin + performance.now()
}
