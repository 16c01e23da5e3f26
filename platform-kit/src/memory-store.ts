import type { Subject } from './protocol.ts'
import type { ActedAlone, DueRevert, PlatformStore, SubjectRecord, Taking } from './store.ts'

/**
 * A store for tests and for platforms whose own data is in memory too, one row for each subject. It forgets all when the
 * process ends, reverts included: what must come back after a crash needs a durable store.
 */
export function memoryStore<Row>(rows: Iterable<readonly [Subject, Row]> = []): MemoryStore<Row> {
  return new MemoryStore(new Map(Array.from(rows, ([subject, row]) => [keyOf(subject), structuredClone(row)])))
}

/**
 * Runs one transaction at a time, each on a copy that is stored completely or not at all. Suitable for a few thousand
 * rows.
 */
export class MemoryStore<Row> implements PlatformStore<MemoryTx<Row>> {
  #kept: MemoryTx<Row>
  #tail: Promise<unknown> = Promise.resolve()

  constructor(rows: Map<string, Row>) {
    this.#kept = new MemoryTx(rows, new Map(), new Map(), [])
  }

  /** Reads the committed state. */
  find(subject: Subject): Row | undefined {
    return this.#kept.find(subject)
  }

  atomically<T>(_subject: Subject, work: (tx: MemoryTx<Row>) => T | Promise<T>): Promise<T> {
    const run = this.#tail.then(async () => {
      const tx = this.#kept.copy()
      const result = await work(tx)
      this.#kept = tx
      return result
    })
    this.#tail = run.catch(() => undefined) // The next transaction runs whether or not this one failed.
    return run
  }

  findRecord(tx: MemoryTx<Row>, subject: Subject): SubjectRecord | undefined {
    return tx.records.get(keyOf(subject))?.record
  }

  saveRecord(tx: MemoryTx<Row>, subject: Subject, record: SubjectRecord): void {
    tx.records.set(keyOf(subject), { subject, record: structuredClone(record) })
  }

  rememberCall(tx: MemoryTx<Row>, callId: string, forgetAtMs: number): boolean {
    const isNew = !tx.calls.has(callId)
    if (isNew) tx.calls.set(callId, forgetAtMs)
    return isNew
  }

  forgetCalls(tx: MemoryTx<Row>, beforeMs: number): void {
    for (const [callId, forgetAtMs] of tx.calls) if (forgetAtMs < beforeMs) tx.calls.delete(callId)
  }

  saveTaking(tx: MemoryTx<Row>, taking: Taking): void {
    tx.takings.push({ ...taking })
  }

  sumTakings(tx: MemoryTx<Row>, sinceMs: number): { count: number; reach: number } {
    const since = tx.takings.filter(({ atMs }) => atMs > sinceMs)
    return { count: since.length, reach: since.reduce((sum, { reach }) => sum + reach, 0) }
  }

  forgetTakings(tx: MemoryTx<Row>, beforeMs: number): void {
    tx.takings = tx.takings.filter(({ atMs }) => atMs >= beforeMs)
  }

  saveActedAlone(tx: MemoryTx<Row>, acted: ActedAlone): void {
    tx.actedAlone.push({ ...acted })
  }

  countActedAlone(tx: MemoryTx<Row>, account: string, sinceMs: number): number {
    return tx.actedAlone.filter((acted) => acted.account === account && acted.atMs > sinceMs).length
  }

  forgetActedAlone(tx: MemoryTx<Row>, beforeMs: number): void {
    tx.actedAlone = tx.actedAlone.filter(({ atMs }) => atMs >= beforeMs)
  }

  listDueReverts(untilMs: number, after: DueRevert | undefined, limit: number): DueRevert[] {
    return this.#listReverts()
      .filter((due) => due.atMs <= untilMs && (!after || compareDue(after, due) < 0))
      .slice(0, limit)
  }

  findNextRevertAtMs(): number | undefined {
    return this.#listReverts()[0]?.atMs
  }

  #listReverts(): DueRevert[] {
    const all = Array.from(this.#kept.records.values(), ({ subject, record }) => ({
      subject,
      atMs: record.nextRevertAtMs,
    }))
    return all.filter((due): due is DueRevert => due.atMs !== null).sort(compareDue)
  }
}

/** One transaction: reads what is committed and what it wrote itself. */
export class MemoryTx<Row> {
  readonly rows: Map<string, Row>
  readonly records: Map<string, { subject: Subject; record: SubjectRecord }>
  readonly calls: Map<string, number>
  takings: Taking[]
  actedAlone: ActedAlone[]

  constructor(
    rows: MemoryTx<Row>['rows'],
    records: MemoryTx<Row>['records'],
    calls: MemoryTx<Row>['calls'],
    takings: Taking[],
    actedAlone: ActedAlone[] = [],
  ) {
    this.rows = rows
    this.records = records
    this.calls = calls
    this.takings = takings
    this.actedAlone = actedAlone
  }

  find(subject: Subject): Row | undefined {
    return structuredClone(this.rows.get(keyOf(subject)))
  }

  put(subject: Subject, row: Row): void {
    this.rows.set(keyOf(subject), structuredClone(row))
  }

  copy(): MemoryTx<Row> {
    const { rows, records, calls, takings, actedAlone } = this
    return new MemoryTx(new Map(rows), new Map(records), new Map(calls), [...takings], [...actedAlone])
  }
}

function compareDue(a: DueRevert, b: DueRevert): number {
  const [key, other] = [keyOf(a.subject), keyOf(b.subject)]
  return a.atMs - b.atMs || (key < other ? -1 : Number(key > other))
}

function keyOf(subject: Subject): string {
  return `${subject.kind} ${subject.id}`
}
