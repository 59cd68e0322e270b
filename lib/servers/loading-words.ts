/**
 * Whether a server's own words say that it is not done with loading: `Loading model` (llama.cpp), `Model gpt2 is
 * currently loading` (TGI), `server is starting`. An attempt to load that failed is something else.
 */
export function saysLoading(words: string): boolean {
  return loading.test(words) && !failed.test(words)
}

const loading = /\bloading\b|\bbeing loaded\b|\bstarting up\b|\bis (?:still )?starting\b/i
const failed =
  /\b(?:failed|failure|error|unable|could ?n[o']t|cannot|can't|timed out)\b.{0,20}\bload|\bloading\b.{0,40}\b(?:failed|failure|aborted|crashed)\b/i
