/** What is wrong with the schemas of checks, a sentence each. */
export function schemaMistakes(root: string): string[]
/** The files that a new check, server or reporter still lacks, a sentence each. */
export function missingFiles(root: string): string[]
