/** `exports` of package.json. */
export function packageExports(root: string): Readonly<Record<string, unknown>>
