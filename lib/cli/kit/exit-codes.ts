/** What the exit code tells a script. */
export const exitCodes = {
  met: 0,
  missed: 1,
  usage: 2,
  gateClosed: 3,
  /** Nothing follows from what was measured: the sample does not decide, or the result is void. */
  inconclusive: 4,
  interrupted: 130,
} as const satisfies Record<string, number>
