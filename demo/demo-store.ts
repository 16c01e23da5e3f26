import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLTagStore } from 'node:sqlite'
import type {
  ActedAlone,
  Awaitable,
  DueRevert,
  PlatformStore,
  Subject,
  SubjectRecord,
  Taking,
} from '@countersign/platform-kit'

const SCHEMA = new URL('./schema.sql', import.meta.url)
const BUSY_TIMEOUT_MS = 5_000

/** The most works that are committed together. */
const TOGETHER_MAX = 64

interface Waiting {
  /** Does the work. The answer resolves its caller, once the commit is on the disk. */
  run: () => Promise<() => void>
  reject: (error: unknown) => void
}

/** A transaction, or a view of committed data: statements as tagged templates, whose values are always bound. */
export type Sql = SQLTagStore

/**
 * The platform's durable store: one SQLite file. Writers take turns on one connection; pages read on another, which
 * sees only committed data. A commit is on disk (`synchronous = full`) before it is answered.
 */
export class DemoStore implements PlatformStore<Sql> {
  readonly committed: Sql
  readonly #writer: DatabaseSync
  readonly #tx: Sql
  #waiting: Waiting[] = []
  #writing: Promise<void> | undefined

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'demo.sqlite')
    this.#writer = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
    this.#writer.exec('pragma journal_mode = wal; pragma synchronous = full')
    this.#writer.exec(readFileSync(SCHEMA, 'utf8'))
    this.#tx = this.#writer.createTagStore()
    this.committed = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS }).createTagStore()
  }

  /**
   * Runs `work` alone, and keeps either all of its writes or none. Works that wait for the disk are committed together
   * with the next one, each under a savepoint of its own.
   */
  inTransaction<T>(work: (tx: Sql) => Awaitable<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = async () => {
        const value = await work(this.#tx)
        return () => resolve(value)
      }
      this.#waiting.push({ run, reject })
      this.#writing ??= this.#writeWaiting()
    })
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commitTogether(this.#waiting.splice(0, TOGETHER_MAX))
    this.#writing = undefined
  }

  async #commitTogether(works: readonly Waiting[]): Promise<void> {
    const kept: (() => void)[] = []
    try {
      this.#writer.exec('begin immediate')
      for (const { run, reject } of works) {
        this.#writer.exec('savepoint work')
        try {
          kept.push(await run())
        } catch (error) {
          // Without a transaction SQLite has undone all of it by itself.
          if (!this.#writer.isTransaction) throw error
          this.#writer.exec('rollback to work')
          reject(error)
        }
        this.#writer.exec('release work')
      }
      this.#writer.exec('commit')
      for (const resolve of kept) resolve()
    } catch (error) {
      if (this.#writer.isTransaction) this.#writer.exec('rollback')
      for (const { reject } of works) reject(error)
    }
  }

  /** One writer at a time, so no two writers change a subject at once. */
  atomically<T>(_subject: Subject, work: (tx: Sql) => Awaitable<T>): Promise<T> {
    return this.inTransaction(work)
  }

  findRecord(tx: Sql, subject: Subject): SubjectRecord | undefined {
    const row = tx.get`select record from subject_record where kind = ${subject.kind} and id = ${subject.id}`
    return row && JSON.parse(String(row.record))
  }

  saveRecord(tx: Sql, subject: Subject, record: SubjectRecord): void {
    tx.run`insert into subject_record (kind, id, record, next_revert_at_ms)
      values (${subject.kind}, ${subject.id}, ${JSON.stringify(record)}, ${record.nextRevertAtMs})
      on conflict do update set record = excluded.record, next_revert_at_ms = excluded.next_revert_at_ms`
  }

  rememberCall(tx: Sql, callId: string, forgetAtMs: number): boolean {
    const { changes } =
      tx.run`insert into received_call (id, forget_at_ms) values (${callId}, ${forgetAtMs}) on conflict do nothing`
    return changes === 1
  }

  forgetCalls(tx: Sql, beforeMs: number): void {
    tx.run`delete from received_call where forget_at_ms < ${beforeMs}`
  }

  saveTaking(tx: Sql, { atMs, reach }: Taking): void {
    tx.run`insert into taking (at_ms, reach) values (${atMs}, ${reach})`
  }

  sumTakings(tx: Sql, sinceMs: number): { count: number; reach: number } {
    const row = tx.get`select count(*) as count, coalesce(sum(reach), 0) as reach from taking where at_ms > ${sinceMs}`
    return { count: Number(row?.count), reach: Number(row?.reach) }
  }

  forgetTakings(tx: Sql, beforeMs: number): void {
    tx.run`delete from taking where at_ms < ${beforeMs}`
  }

  saveActedAlone(tx: Sql, { account, enforcement, atMs }: ActedAlone): void {
    tx.run`insert into acted_alone (account_id, enforcement_id, at_ms) values (${account}, ${enforcement}, ${atMs})`
  }

  countActedAlone(tx: Sql, account: string, sinceMs: number): number {
    return Number(
      tx.get`select count(*) as count from acted_alone where account_id = ${account} and at_ms > ${sinceMs}`?.count,
    )
  }

  forgetActedAlone(tx: Sql, beforeMs: number): void {
    tx.run`delete from acted_alone where at_ms < ${beforeMs}`
  }

  listDueReverts(untilMs: number, after: DueRevert | undefined, limit: number): DueRevert[] {
    const rows = this.committed.all`
      select kind, id, next_revert_at_ms as atMs from subject_record
      where next_revert_at_ms <= ${untilMs}
        and (next_revert_at_ms, kind, id) > (${after?.atMs ?? Number.MIN_SAFE_INTEGER}, ${after?.subject.kind ?? ''}, ${after?.subject.id ?? ''})
      order by next_revert_at_ms, kind, id limit ${limit}`
    return rows.map(({ kind, id, atMs }) => ({ subject: toSubject(kind, id), atMs: Number(atMs) }))
  }

  findNextRevertAtMs(): number | undefined {
    const row = this.committed
      .get`select min(next_revert_at_ms) as atMs from subject_record where next_revert_at_ms is not null`
    return typeof row?.atMs === 'number' ? row.atMs : undefined
  }

  /** Waits for the writers in progress, then closes the file. */
  async close(): Promise<void> {
    await this.#writing
    this.committed.clear() // Open statements would keep SQLite from cleaning up its journal.
    this.committed.db.close()
    this.#tx.clear()
    this.#writer.close()
  }
}

/** A subject as a row contains it. */
export function toSubject(kind: unknown, id: unknown): Subject {
  return { kind: kind === 'account' ? 'account' : 'content', id: String(id) }
}
