import { BenchError } from './bench.ts'

/** Runs once unmeasured, then as often as asked. */
export async function timesOf(times: number, run: () => Promise<unknown>): Promise<number[]> {
  await run()
  const tookMs: number[] = []
  for (let n = 0; n < times; n++) {
    const begun = performance.now()
    await run()
    tookMs.push(performance.now() - begun)
  }
  return tookMs
}

/** Reads one answer as a person. A refusal fails the benchmark. */
export async function read(url: string, token: string): Promise<void> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  const body = await answer.text()
  if (answer.status !== 200) throw new BenchError(`${url}: ${answer.status} ${body}`)
}
