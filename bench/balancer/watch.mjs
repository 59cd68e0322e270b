const everyMs = 20

/**
 * Asks a candidate for its own counters over and over.
 * @param counts resolves to `{ atMs, sent, retries }`, both counted since its start, `sent` by worker
 * @returns a function that ends it and resolves to the retries meanwhile, and for each attempt on a
 *   worker [when at the latest, which worker]
 */
export async function watchCounts(counts) {
  const looks = [await counts()]
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, everyMs))
      looks.push(await counts())
    }
  })()
  return async () => {
    isOver = true
    await watching
    const attempts = []
    for (const [index, { atMs, sent }] of looks.entries()) {
      const before = looks[index - 1]?.sent ?? sent
      sent.forEach((count, worker) => {
        for (let each = before[worker]; each < count; each++) attempts.push([atMs, worker])
      })
    }
    return { attempts, retries: looks.at(-1).retries - looks[0].retries }
  }
}
