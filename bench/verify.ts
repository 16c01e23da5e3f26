import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../src/foundation/database/db.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'

const ROOT = resolve(import.meta.dirname, '..')
const ENTRIES = 1_000_000
const ENTRIES_QUICK = 20_000
const EVENTS_PER_CASE = 4
const ENTRIES_PER_CALL = 20_000
const LOOK_EVERY_MS = 50

export const verify: Bench = {
  names: ['verify', 'verify-memory'],
  title: 'verification of a ledger and of the rows that it describes',
  run: measureVerify,
}

async function measureVerify({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const count = quick ? ENTRIES_QUICK : ENTRIES
  const database = await ground.makeDatabase('bench_verify', 'desk')
  say(`writing ${count} entries of the ledger …`)
  await writeEntries(database.owner, count)
  await ground.settle(database)
  const { seconds, memoryMb } = await runVerify({
    DATABASE_URL: database.url,
    COUNTERSIGN_DATA: join(ground.folder, 'v'),
  })
  const none = { p50Ms: null, p99Ms: null, limit: null }
  return [
    { name: 'verify', value: count / seconds, unit: 'entries/s', ...none },
    { name: 'verify-memory', value: memoryMb, unit: 'MB', ...none },
  ]
}

/** Writes events of cases with their entries, as the schema's owner. The cases themselves are left out. */
async function writeEntries(owner: Pool, count: number): Promise<void> {
  await owner.query('alter table case_event drop constraint case_event_case_id_fkey')
  for (const statement of STATEMENTS) await owner.query(statement.replace('$count', String(count)))
  while ((await owner.onlyValue<number>({ text: `select number_entries(${ENTRIES_PER_CALL})`, values: [] })) > 0);
}

/** An entry's bytes are canonical JSON, and its leaf commits to them with a salt. */
const STATEMENTS = [
  `create table given_event as
   select n, 'case_' || n / ${EVENTS_PER_CASE} as case_id, 'staff:staff_' || n % 500 as by, kind, at,
     convert_to('{"at":"' || to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","by":"staff:staff_' || n % 500
       || '","caseId":"case_' || n / ${EVENTS_PER_CASE} || '","kind":"case_' || kind || '"}', 'utf8') as payload,
     sha256(n::text::bytea) as salt
   from (
     select n, (array['claimed', 'released'])[1 + n % 2] as kind, timestamptz '2026-01-01' + n * interval '7 ms' as at
     from generate_series(1, $count) n) drawn`,
  `insert into case_event (case_id, kind, by, at) select case_id, kind, by, at from given_event order by n`,
  `insert into ledger_leaf (id, leaf) overriding system value
   select n, convert_to('{"commitments":["' || rtrim(translate(encode(sha256(salt || payload), 'base64'), '+/', '-_'), '=')
     || '"],"hour":"' || to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24"Z"') || '","v":1}', 'utf8')
   from given_event order by n`,
  `insert into ledger_payload (leaf_id, kind, actor, salt, payload)
   select n, 'case_' || kind, by, salt, payload from given_event order by n`,
  'drop table given_event',
]

/** Runs the command until its end. Returns its time and the most memory it had. */
async function runVerify(env: Readonly<Record<string, string>>): Promise<{ seconds: number; memoryMb: number }> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['bin/countersign.js', 'verify'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = once(child, 'exit')
  let memoryMb = 0
  while (child.exitCode === null && child.signalCode === null) {
    memoryMb = Math.max(memoryMb, readPeakMb(child.pid ?? 0))
    await Promise.race([ended, pause(LOOK_EVERY_MS)])
  }
  if (child.exitCode !== 0) throw new BenchError(`verify ended with ${child.exitCode}: ${text}`)
  return { seconds: (performance.now() - begun) / 1_000, memoryMb }
}

/** Returns the largest resident memory of a process until now, in MB; 0 once it has ended. */
function readPeakMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    return 0
  }
}
