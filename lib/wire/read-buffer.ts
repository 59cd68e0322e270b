/** What every socket of a thread reads into: each read is over before the next one begins. */
export const readBuffer = Buffer.allocUnsafeSlow(64 * 1_024)
