import { type AccountRecord, mergeAccount } from '../../src/cases/accounts/merge-account.ts'
import { readFacts } from '../../src/enforcement/facts/gather-facts.ts'
import type { KnownRow } from '../../src/enforcement/facts/queries.ts'
import type { Gathered } from '../../src/enforcement/facts/read-platform.ts'
import { asksPlatform } from '../../src/enforcement/facts/read-platform.ts'
import type { Tx } from '../../src/foundation/database/db.ts'
import type { Action } from '../../src/foundation/domain.ts'
import type { Counted } from '../../src/policy/budgets/spent.ts'
import type { Guards } from '../../src/policy/guards/guards-file.ts'
import type { JudgedBy } from '../../src/policy/guards/judge.ts'
import { protectedBy } from '../../src/policy/requirements/protected.ts'
import type { Person, SubjectName } from './gate.ts'
import type { ModelPlatform } from './model-platform.ts'

interface Known {
  record: AccountRecord
  reachCounted: number | null
}

/** The facts that all accounts here share. */
const ORDINARY = {
  displayName: 'Somebody',
  bioDomains: [],
  badgeIsIdentity: false,
  otherAuthors: [],
  evidence: null,
  items: 9,
  ageDays: 900,
  lookalikeReach: 0,
  lookalikeVouched: false,
  restores: 0,
  strikes: 0,
  pendingEnforcements: 0,
  item: null,
  declinedMonth: 0,
  overturnedMonth: 0,
} as const

/** The facts of accounts and people, read and merged by the desk's own rules. */
export class RulesFacts {
  readonly #guards: Guards
  readonly #platform: ModelPlatform
  readonly #now: () => Date
  readonly #known = new Map<string, Known>()
  readonly #begunMs: number

  constructor(guards: Guards, platform: ModelPlatform, now: () => Date) {
    this.#guards = guards
    this.#platform = platform
    this.#now = now
    this.#begunMs = now().getTime()
  }

  /** Reads the platform if guards evaluate the action by facts that only the platform has at this moment. */
  gather = async (name: SubjectName, action: Action): Promise<Gathered> =>
    asksPlatform(action) ? this.read(name) : 'unknown'

  /** Reads the platform, and stores the answer. */
  async read(name: SubjectName): Promise<Gathered> {
    if (this.#platform.isAway) return 'unknown'
    const facts = await this.#platform.facts(this.#platform.subject(name))
    if (facts === undefined) return 'unknown'
    const { account } = facts
    const now = this.#now()
    const known = this.#known.get(account.id)
    const reading = { account, createdAt: null, source: 'platform', factsAt: now }
    const reach = typeof account.reach === 'number' ? account.reach : null
    const counted = Math.max(known?.reachCounted ?? 0, reach ?? 0)
    this.#known.set(account.id, { record: mergeAccount(known?.record, reading), reachCounted: counted })
    const tags = account.tags === 'absent' ? [] : account.tags
    return { accountId: account.id, handle: account.handle, tags, reach: account.reach, askedAt: now }
  }

  /** All that an enforcement is judged by. `spent`: what was counted before it. */
  judgedBy(
    {
      name,
      action,
      legalDuty,
      by,
      spent,
    }: { name: SubjectName; action: Action; legalDuty: boolean; by: Person; spent: readonly Counted[] },
    gathered: Gathered,
  ): Promise<JudgedBy> {
    const accountId = this.#platform.accountOf(name)
    const counted = spent.map((one, index) => ({ ...one, place: index + 1 }))
    const row = this.#knownRow(accountId, by)
    const known = { ...row, counted, now: row.now.toISOString() }
    const tx = { queue: () => undefined, query: async () => ({ rows: [{ known }] }) } as unknown as Tx
    return readFacts(tx, this.#guards, {
      subject: this.#platform.key(name),
      accountId,
      action,
      by: { kind: 'staff', id: by.name },
      source: 'person',
      legalDuty,
      openedAt: null,
      reviewSeconds: 120,
      gathered,
    })
  }

  #knownRow(accountId: string, by: Person): KnownRow {
    const known = this.#known.get(accountId)
    const now = this.#now()
    const minutes = Math.floor((now.getTime() - this.#begunMs) / 60_000)
    const counted = known?.reachCounted ?? null
    return {
      ...ORDINARY,
      now,
      handle: known?.record.handle ?? null,
      tags: known?.record.tags ?? null,
      reachCounted: counted,
      absent: known?.record.absent ?? null,
      protected: known ? protectedBy({ tags: known.record.tags, reach: counted }) !== undefined : null,
      reachClass: counted === null ? 0 : Math.floor(Math.log10(counted + 1)),
      reachLowest: counted,
      verified: false,
      seenSeconds: 110,
      evidenceAgeHours: 1,
      signInStrength: 'synced_passkey',
      severeDay: 0,
      daysUntilLeaving: by.leaving ? 3 : 36_500,
      employment: 'employee',
      employer: 'Example',
      frozen: false,
      breakersOpen: 0,
      daysHere: 400,
      signedInMinutes: 60,
      itemsTakenDay: 0,
      share: { share: 0.01, offline: false },
      reviewSeconds: 120,
      leaving: by.leaving,
      minutesOnShift: minutes,
      minutesSinceBreak: minutes,
      minutesToShiftEnd: 720 - minutes,
      onDuty: 6,
      offlineEnforcementsHour: 0,
      isBreakerOpen: false,
      isRecovering: false,
      counted: [],
      floorApprovals: null,
      floorHoldMs: null,
      organisation: 'company',
      lapsedTags: [],
      shadow: false,
    }
  }
}
