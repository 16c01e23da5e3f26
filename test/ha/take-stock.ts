import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { findMismatches } from '../real-run/find-mismatches.ts'
import { readDuplicateEffects, readEffects } from '../real-run/platform-record.ts'
import { RunError } from '../real-run/run-error.ts'
import type { Load } from './load.ts'
import type { Scene } from './scene.ts'

const SETTLED_WITHIN_MS = 120_000
const LOOK_MS = 500
const SHOWN_MAX = 10

/** The acts that the load was told of, and those that desk, platform and ledger have. */
export interface Stock {
  reports: number
  enforcements: number
  restores: number
  /** Acknowledged reports and enforcements without a row. */
  lost: number
  /** Reports stored twice, enforcements that no caller was told of, effects done twice. */
  doubled: number
  /** Subjects whose state differs between desk and platform. */
  mismatches: number
  ledgerVerified: boolean
  answers: Readonly<Record<string, number>>
  wrong: number
}

/** Waits until all work is done, and compares what was acknowledged with what there is. */
export async function takeStock({ db, platformUrl }: Scene, load: Load, say: (line: string) => void): Promise<Stock> {
  await waitUntilSettled(db)
  const stored = await db.listValues<string>(sql`select client_id from report`)
  const enforced = await db.listValues<string>(sql`select id from enforcement`)
  const restored = new Set(await db.listValues<string>(sql`select id from enforcement where state = 'restored'`))
  const effects = await readEffects(platformUrl)
  const mismatches = await findMismatches(db, platformUrl, effects, () => undefined)
  const ledger = await verifyLedger(db, LEDGER_CHECKS)
  const lost = [
    ...missing(load.reports, new Set(stored)),
    ...missing(load.enforcements, new Set(enforced)),
    ...missing(load.restores, restored),
  ]
  const doubled = stored.length - new Set(stored).size + missing(new Set(enforced), load.enforcements).length
  const problems = ledger.problems.map((problem) => `Ledger: ${JSON.stringify(problem)}`)
  const shown = [lost.map((id) => `Lost: ${id}`), mismatches, load.wrong, problems]
  for (const line of shown.flatMap((lines) => lines.slice(0, SHOWN_MAX))) say(line)
  return {
    ...{ reports: load.reports.size, enforcements: load.enforcements.size, restores: load.restores.size },
    lost: lost.length,
    doubled: doubled + (await readDuplicateEffects(platformUrl)),
    mismatches: mismatches.length,
    ledgerVerified: ledger.problemCount === 0 && ledger.entries > 0,
    answers: load.answers,
    wrong: load.wrong.length,
  }
}

const missing = (told: ReadonlySet<string>, found: ReadonlySet<string>): string[] =>
  [...told].filter((id) => !found.has(id))

/** Waits until no enforcement is on its way and each ledger entry has its number. */
export async function waitUntilSettled(db: Pool): Promise<void> {
  const untilMs = performance.now() + SETTLED_WITHIN_MS
  for (;;) {
    const left = await db.onlyValue<number>(sql`
      select (select count(*) from enforcement where state in ('proposed', 'releasing', 'restoring'))
        + (select count(*) from leaf_pending)`)
    if (left === 0) return
    if (performance.now() > untilMs) throw new RunError(`${left} enforcements or entries are still on their way.`)
    await pause(LOOK_MS)
  }
}
