/**
 * Whether a server's error message reports that it is still loading: `Loading model` (llama.cpp),
 * `Model gpt2 is currently loading` (TGI), `server is starting`. A failed attempt to load is something
 * else.
 */
export function reportsLoading(words: string): boolean {
  return loading.test(words) && !failed.test(words)
}

const loading = /\bloading\b|\bbeing loaded\b|\bstarting up\b|\bis (?:still )?starting\b/i
const failed =
  /\b(?:failed|failure|error|unable|could ?n[o']t|cannot|can't|timed out)\b.{0,20}\bload|\bloading\b.{0,40}\b(?:failed|failure|aborted|crashed)\b/i
