/** The other end of `startScript`: executes commands, and ends when its parent has exited. */
export function takeCommands(commands) {
  process.on('message', async ({ id, name, input }) => {
    try {
      process.send({ id, result: await commands[name](input) })
    } catch (error) {
      process.send({ id, error: error.stack })
    }
  })
  process.once('disconnect', () => process.exit())
  // Ctrl-C is sent to the whole process group; the parent ends this process.
  process.on('SIGINT', () => undefined)
}

/** Milliseconds since 1970 with fractions: the one clock that several processes share. */
export function epochMs() {
  return performance.timeOrigin + performance.now()
}
