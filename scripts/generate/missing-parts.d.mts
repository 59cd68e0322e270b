/** What a new check, server or reporter still lacks, a sentence each. */
export function missingParts(root: string): string[]
