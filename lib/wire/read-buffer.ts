/**
 * The buffer into which every socket of a thread reads: each read is processed before the next one begins.
 */
export const readBuffer = Buffer.allocUnsafeSlow(64 * 1_024)
