/** Modules of the sources as Node.js can load them: the path of each. */
export function sourceModules(paths: readonly string[], folder: string): Promise<string[]>
