// npm run bench -- [--only NAME[,NAME]] [--quick] [--json FILE]
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { alert } from './alert.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { type Ground, openGround } from './bench-desk.ts'
import { bulkAction } from './bulk-action.ts'
import { caseOpen } from './case-open.ts'
import { claim } from './claim.ts'
import { connectorCalls } from './connector-calls.ts'
import { consoleBench } from './console.ts'
import { consoleReads } from './console-reads.ts'
import { dsa } from './dsa.ts'
import { effect } from './effect.ts'
import { effectQueued } from './effect-queued.ts'
import { eventStream } from './event-stream.ts'
import { facts } from './facts.ts'
import { flood } from './flood.ts'
import { freeze } from './freeze.ts'
import { idle } from './idle.ts'
import { intake } from './intake.ts'
import { intakeInbox } from './intake-inbox.ts'
import { labels } from './labels.ts'
import { besideOzone } from './peers/ozone/beside-ozone.ts'
import { pooledEffect } from './pooled-effect.ts'
import { preview } from './preview.ts'
import { queueList } from './queue-list.ts'
import { type BenchArguments, readArguments } from './read-arguments.ts'
import { restoreBulk } from './restore-bulk.ts'
import { secondWorker } from './second-worker.ts'
import { start } from './start.ts'
import { statementFlow } from './statement-flow.ts'
import { storage } from './storage.ts'
import { verdict } from './verdict.ts'
import { verify } from './verify.ts'
import { view } from './view.ts'
import { formatResults, toWritten } from './write-results.ts'

const BENCHES: readonly Bench[] = [
  start,
  idle,
  storage,
  intake,
  intakeInbox,
  facts,
  claim,
  caseOpen,
  queueList,
  view,
  consoleBench,
  verdict,
  verify,
  preview,
  freeze,
  alert,
  eventStream,
  effect,
  effectQueued,
  secondWorker,
  pooledEffect,
  flood,
  restoreBulk,
  bulkAction,
  consoleReads,
  connectorCalls,
  labels,
  besideOzone,
  dsa,
  statementFlow,
]

const print = (line: string): void => console.error(line)

try {
  process.exitCode = await main(readArguments(process.argv.slice(2), BENCHES))
} catch (error) {
  print(error instanceof BenchError ? error.message : String(error instanceof Error ? error.stack : error))
  process.exitCode = 1
}

/** Runs the benches in order, prints the results, and stops every program that it started. Returns the exit code. */
async function main({ benches, only, quick, jsonFile }: BenchArguments): Promise<number> {
  const ground = openGround(print)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void ground.close().finally(() => process.exit(130)))
  }
  const [load = 0] = loadavg()
  if (load > availableParallelism()) print(`This machine is busy (load ${load.toFixed(1)}): what comes is too slow.`)
  const wants = (name: string): boolean => only === undefined || only.has(name)
  const results: Result[] = []
  let failed = 0
  try {
    for (const bench of benches) {
      const measured = await measure(bench, { quick, wants, ground, say: print })
      if (measured === undefined) failed++
      else results.push(...measured.filter(({ name }) => wants(name)))
    }
    console.log(`${describeMachine(ground)}${quick ? ', quick: these are no measurements' : ''}\n`)
    console.log(formatResults(results))
  } finally {
    await ground.close()
  }
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(results.map(toWritten), null, 2)}\n`)
  if (failed > 0) print(`\n${failed} of ${benches.length} could not be measured: see above.`)
  return failed > 0 ? 1 : 0
}

async function measure(bench: Bench, context: BenchContext): Promise<Result[] | undefined> {
  print(`\n${bench.names.join(' ')}: ${bench.title}`)
  const begun = performance.now()
  try {
    const results = await bench.run(context)
    print(`took ${Math.round((performance.now() - begun) / 1_000)} s`)
    return results
  } catch (error) {
    print(`FAILED ${bench.names.join(' ')}: ${error instanceof BenchError ? error.message : formatTrace(error)}`)
    return undefined
  } finally {
    await context.ground.stopPrograms()
  }
}

function formatTrace(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function describeMachine(ground: Ground): string {
  const memoryGb = Math.round(totalmem() / 1024 ** 3)
  const model = cpus()[0]?.model ?? 'unknown processor'
  const database = ground.version()
  return [
    `${availableParallelism()} × ${model}`,
    `${memoryGb} GB`,
    `Node ${process.versions.node}`,
    ...(database === undefined ? [] : [`PostgreSQL ${database}`]),
  ].join(', ')
}
