/** The meanings of exit codes. */
export const exitCodes = {
  met: 0,
  missed: 1,
  usage: 2,
  gateClosed: 3,
  /** The measurement is inconclusive: the sample does not decide, or the result is void. */
  inconclusive: 4,
  interrupted: 130,
} as const satisfies Record<string, number>
