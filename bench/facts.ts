import { setTimeout as pause } from 'node:timers/promises'
import { webhookConnector } from '../src/connectors/webhook/webhook-connector.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { type PlatformProgram, startPlatform, startWorker } from './desk-programs.ts'
import { listReported } from './report-bodies.ts'
import { addSubjects } from './visitor.ts'

const NAME = 'facts'
const SUBJECTS = { full: 20_000, quick: 500 }
const LOOK_MS = 20
const READS = 2_000
const CALLERS = 8

export const facts: Bench = {
  names: [NAME],
  title: 'facts of subjects with a new case, read from the platform and stored by a worker',
  run: measureFacts,
}

/** Enqueues a job for each subject at once and waits until the worker has finished all. */
async function measureFacts({ ground, quick }: BenchContext): Promise<Result[]> {
  const database = await ground.makeDatabase('bench_facts', 'desk')
  const platform = await startPlatform(ground, 'facts')
  const count = quick ? SUBJECTS.quick : SUBJECTS.full
  await addSubjects(platform.url, listReported(count))
  await startWorker(ground, database, { platform })
  const jobs = (where: string) =>
    database.owner.onlyValue<number>({ text: `select count(*)::integer from job where ${where}`, values: [] })
  const begun = performance.now()
  await database.owner.query(
    `insert into job (kind, key, priority)
     select 'facts', case when n % 10 < 7 then 'content:z' else 'account:z' end || n, 'background'
     from generate_series(0, $1::integer - 1) n`,
    [count],
  )
  while ((await jobs(`kind = 'facts' and attempt < 2`)) > 0) await pause(LOOK_MS)
  const seconds = (performance.now() - begun) / 1_000
  if ((await jobs(`kind = 'facts'`)) > 0) throw new BenchError('The facts of some subjects could not be read.')
  const limit = await measureReads(platform, count)
  return [{ name: NAME, value: count / seconds, unit: 'subjects/s', p50Ms: null, p99Ms: null, limit }]
}

/** Returns the subjects a second whose facts the platform shows to a few callers, each subject by a call of its own. */
async function measureReads({ url, secret }: PlatformProgram, count: number): Promise<number> {
  const connector = webhookConnector({ url: `${url}/countersign`, secret, now: () => new Date() })
  const reads = Array.from({ length: Math.min(count, READS) }, (_, n) => n).values()
  const begun = performance.now()
  const read = async () => {
    for (const n of reads) await connector.facts({ kind: n % 10 < 7 ? 'content' : 'account', id: `z${n}` })
  }
  await Promise.all(Array.from({ length: CALLERS }, read))
  return (Math.min(count, READS) / (performance.now() - begun)) * 1_000
}
