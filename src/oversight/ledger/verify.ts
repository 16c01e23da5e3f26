import {
  type AcknowledgedEnd,
  hasLossTables,
  listAcknowledgedEnds,
  listUnacknowledged,
} from '../../enforcement/recovery/recovery-queries.ts'
import { type Pool, type Queryable, SHORT_QUERIES } from '../../foundation/database/db.ts'
import { Chain } from '../../ledger/chain.ts'
import { type Checkpoint, readCheckpoint } from '../../ledger/checkpoint.ts'
import { type CrossCheck, crossCheck, type KeptSaid, storeClaim } from '../../ledger/checks/cross-check.ts'
import { type Problem, Problems } from '../../ledger/checks/problem.ts'
import { SaidStore } from '../../ledger/checks/said-store.ts'
import { CheckpointComparison } from '../../ledger/compare-checkpoints.ts'
import { listNumbered, listStrays, listUnnumbered } from '../../ledger/queries.ts'
import { type ReadEntry, readStoredEntry, type StoredEntry } from '../../ledger/recorded-entry.ts'
import { checkSignatures } from '../../people/signatures/check-signatures.ts'

export interface VerifyProgress {
  what: 'entries' | 'tables'
  done: number
  /** The number of entries with a number; those without one are counted apart. */
  total: number
}

export interface VerifyOptions {
  /** Checkpoints that were stored outside the database. */
  from?: readonly Checkpoint[]
  onProgress?: (progress: VerifyProgress) => void
}

export interface VerifyReport {
  /** The verified end of the ledger; undefined: no entry has a number. */
  checkpoint: Checkpoint | undefined
  entries: number
  /** Entries without a number yet. */
  pending: number
  /** The number of payloads that were erased so that a person is forgotten. */
  erased: number
  /** The number of tables compared with the ledger. */
  tables: number
  /** The ends of the ledger that were lost with an older database, as two people acknowledged. */
  acknowledged: readonly AcknowledgedEnd[]
  problemCount: number
  /** The first thousand problems. */
  problems: readonly Problem[]
}

/**
 * Verifies the whole ledger and the rows it describes, at one moment, and names every row that differs from what was
 * recorded. Without checkpoints from outside, an owner of the database who recomputes or cuts everything consistently
 * is not found. Writes nothing to the database. Needs bounded memory, and disk space for a temporary file.
 */
export async function verifyLedger(
  db: Pool,
  checks: readonly CrossCheck[],
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const kept = new SaidStore<KeptSaid>()
  try {
    return await inSnapshot(db, async (snapshot) => {
      const verification = new Verification(snapshot, kept, checks, options)
      await verification.readNumbered()
      await verification.readUnnumbered()
      await verification.checkTables()
      await verification.checkSignatures()
      return verification.report()
    })
  } finally {
    kept.close()
  }
}

/** The state of one verification. */
class Verification {
  readonly #snapshot: Queryable
  readonly #kept: SaidStore<KeptSaid>
  readonly #checks: readonly CrossCheck[]
  readonly #checkpoints: CheckpointComparison
  readonly #onProgress: (progress: VerifyProgress) => void
  readonly #problems = new Problems()
  #checkpoint: Checkpoint | undefined
  #acknowledged: readonly AcknowledgedEnd[] = []
  #entryCount = 0
  #pending = 0
  #erased = 0

  constructor(
    snapshot: Queryable,
    kept: SaidStore<KeptSaid>,
    checks: readonly CrossCheck[],
    { from = [], onProgress = () => {} }: VerifyOptions,
  ) {
    this.#snapshot = snapshot
    this.#kept = kept
    this.#checks = checks
    this.#checkpoints = new CheckpointComparison(from)
    this.#onProgress = onProgress
  }

  /** Reads the chain from its beginning to its end. */
  async readNumbered(): Promise<void> {
    this.#checkpoint = await readCheckpoint(this.#snapshot)
    const total = this.#checkpoint?.number ?? 0
    const chain = new Chain()
    let reading = listNumbered(this.#snapshot, { number: 0, place: '(0,0)' })
    for (;;) {
      const batch = await reading
      const last = batch.at(-1)
      if (!last) break
      // PostgreSQL reads the next batch while this one is checked.
      reading = listNumbered(this.#snapshot, last)
      reading.catch(() => undefined)
      const entries = batch.flatMap((entry) => {
        const problems = chain.follow(entry)
        this.#problems.add(...problems)
        // The first copy of a repeated entry was read already.
        if (problems.some(({ fault }) => fault === 'added')) return []
        this.#checkpoints.pass(entry)
        return [this.#read(entry, !problems.some(({ table }) => table === 'ledger_leaf'))]
      })
      this.#keep(entries)
      this.#entryCount += batch.length
      this.#onProgress({ what: 'entries', done: Math.min(this.#entryCount, total), total })
    }
    const missing = this.#checkpoints.listMissing()
    // A database of before an upgrade has no acknowledged losses, and is verified too.
    const hasLosses = await hasLossTables(this.#snapshot)
    this.#problems.add(
      ...this.#checkpoints.finish(
        chain.number,
        hasLosses ? await listUnacknowledged(this.#snapshot, missing) : missing,
      ),
    )
    if (hasLosses) this.#acknowledged = await listAcknowledgedEnds(this.#snapshot)
  }

  /** Reads entries without a number, pending or lost, and rows that belong to no leaf. */
  async readUnnumbered(): Promise<void> {
    for (let after = 0; ; ) {
      const entries = await listUnnumbered(this.#snapshot, after)
      const last = entries.at(-1)
      if (!last) break
      for (const { leafId, waiting } of entries) {
        if (waiting) this.#pending += 1
        else this.#add('ledger_leaf', `${leafId}`, 'unnumbered', 'it has no number and waits for none')
      }
      this.#keep(entries.map((entry) => this.#read(entry, true)))
      after = last.leafId
    }
    for (const { table, id, detail } of await listStrays(this.#snapshot)) this.#add(table, id, 'added', detail)
  }

  /** Compares the desk's own tables with the ledger. */
  async checkTables(): Promise<void> {
    for (const [index, check] of this.#checks.entries()) {
      this.#onProgress({ what: 'tables', done: index, total: this.#checks.length })
      for await (const problem of crossCheck(this.#snapshot, this.#kept, check)) this.#problems.add(problem)
    }
    this.#onProgress({ what: 'tables', done: this.#checks.length, total: this.#checks.length })
  }

  /** Verifies each signature again with its key, and that every act that needs one has one. */
  async checkSignatures(): Promise<void> {
    for await (const problem of checkSignatures(this.#snapshot)) this.#problems.add(problem)
  }

  report(): VerifyReport {
    return {
      checkpoint: this.#checkpoint,
      entries: this.#entryCount,
      pending: this.#pending,
      erased: this.#erased,
      tables: this.#checks.length,
      acknowledged: this.#acknowledged,
      problemCount: this.#problems.count,
      problems: this.#problems.listed,
    }
  }

  #read(stored: StoredEntry, leafIntact: boolean): ReadEntry & { leafId: number } {
    // The missing leaf is reported already; its payload proves nothing and may be missing too.
    if (!stored.leaf) return { leafId: stored.leafId, proven: false, problems: [] }
    const read = readStoredEntry(stored, leafIntact)
    if (stored.erased) this.#erased += 1
    this.#problems.add(...read.problems)
    return { ...read, leafId: stored.leafId }
  }

  #keep(entries: readonly (ReadEntry & { leafId: number })[]): void {
    for (const leafId of storeClaim(this.#kept, this.#checks, entries)) {
      this.#add('ledger_payload', `${leafId}`, 'changed', 'the payload lacks what its kind has')
    }
  }

  #add(table: string, id: string, fault: Problem['fault'], detail: string): void {
    this.#problems.add({ table, id, fault, detail })
  }
}

/** Runs the work on one snapshot of the database, on one read-only connection. */
async function inSnapshot<T>(db: Pool, work: (snapshot: Queryable) => Promise<T>): Promise<T> {
  const client = await db.connect()
  let broken: Error | undefined
  try {
    await client.query('begin isolation level repeatable read read only')
    return await work({ ...SHORT_QUERIES, query: (statement) => client.query(statement) })
  } finally {
    await client.query('rollback').catch((lost: unknown) => {
      broken = lost instanceof Error ? lost : new Error(String(lost))
    })
    client.release(broken)
  }
}
