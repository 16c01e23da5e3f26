import { hashMaterial } from '../../src/enforcement/approve/material.ts'
import { counts } from '../../src/enforcement/desired-state/update-desired-state.ts'
import type { Reading } from '../../src/enforcement/desired-state/set-baseline.ts'
import { asksPlatform, type Gathered } from '../../src/enforcement/facts/read-platform.ts'
import { clausesAfter, isUnderFreeze } from '../../src/enforcement/gate-queries.ts'
import { agreeBy, nextStep, type Waiting } from '../../src/enforcement/next-step.ts'
import { ACTING, WAITING } from '../../src/enforcement/enforcement-state.ts'
import { relationOf } from '../../src/enforcement/present/relation.ts'
import { PENDING_MAX } from '../../src/enforcement/propose/propose.ts'
import { openingOf, spentOf } from '../../src/policy/budgets/spent.ts'
import type { Guards } from '../../src/policy/guards/guards-file.ts'
import {
  isDemanding,
  isGuarded,
  type JudgedBy,
  type Judgement,
  judge,
  ofPeople,
} from '../../src/policy/guards/judge.ts'
import type { Requirement } from '../../src/policy/requirements/requirement.ts'
import { countReleases } from './budget.ts'
import { type Outcome, type Person, SUBJECTS, type SubjectName, type Turn, type Wish } from './gate.ts'
import { Life } from './life.ts'
import type { ModelPlatform } from './model-platform.ts'
import { RulesEffects } from './rules-effects.ts'
import { RulesFacts } from './rules-facts.ts'
import { agreeingOf, dutiesOf, type Moment } from './rules-people.ts'
import { endOf, move, type Place, placeOf, type Row, STANDING } from './rules-rows.ts'

const ROUNDS_MAX = 12
const AGAIN_MS = 5_000

type Asked = Wish & { label: string | null }

/** Enforcements kept in memory, each step of whose way is the answer of one of the desk's own rules. */
export class RulesEnforcements {
  readonly rows: Row[] = []
  readonly places: Record<SubjectName, Place>
  readonly ended = new Set<number>()
  readonly effects: RulesEffects
  frozenUntilMs = 0
  /** The budgets whose breaker is open, and when each was last closed. */
  readonly shut = new Set<string>()
  readonly closed = new Map<string, number>()
  onCall: number | null = null
  readonly #guards: Guards
  readonly #cast: readonly Person[]
  readonly #platform: ModelPlatform
  readonly #facts: RulesFacts
  readonly #now: () => Date

  constructor(guards: Guards, cast: readonly Person[], platform: ModelPlatform, now: () => Date) {
    this.#guards = guards
    this.#cast = cast
    this.#platform = platform
    this.#now = now
    const places = SUBJECTS.map((name) => [name, placeOf(platform.subject(name))] as const)
    this.places = Object.fromEntries(places) as Record<SubjectName, Place>
    this.#facts = new RulesFacts(guards, platform, now)
    this.effects = new RulesEffects(this.places, this.rows, platform, now)
  }

  moment = (): Moment => ({ now: this.#now(), cast: this.#cast, ended: this.ended, onCall: this.onCall })

  /** Reads the account before an enforcement is resubmitted. */
  look = (name: SubjectName): Promise<Gathered> => this.#facts.read(name)

  /** Proposes an enforcement, unless the same is in effect or waits; with `before`: resubmits that one. */
  async ask(wish: Wish, before?: Row): Promise<Outcome> {
    const { by, subject: name, action, legalDuty } = wish
    const person = this.#cast[by]
    if (person === undefined || this.ended.has(by)) return { done: false, why: 'they are no longer here' }
    const asked: Asked = { ...wish, label: action === 'label' ? 'disputed' : null }
    const gathered = await (before ? this.look(name) : this.#facts.gather(name, action))
    const reading = before || asksPlatform(action) ? await this.effects.read(name) : undefined
    const standing = this.#findSame(asked)
    if (standing) return { done: true, enforcementId: standing.id, how: 'stands' }
    const joined = this.#join(asked)
    if (joined) return { done: true, enforcementId: joined.id, how: 'joined' }
    const judgedBy = await this.#facts.judgedBy({ name, action, legalDuty, by: person, spent: this.#spent() }, gathered)
    const mine = this.rows.filter((row) => row.proposedBy === `staff:${by}` && WAITING.includes(row.state))
    const pending = mine.filter(({ materialHash }) => materialHash !== null).length
    const declined = this.rows.some((row) => row.name === name && row.action === action && row.state === 'declined')
    const dayAgo = this.#now().getTime() - 24 * 3_600_000
    const declines = this.rows.filter(
      (row) =>
        row.proposedBy === `staff:${by}` && row.state === 'declined' && row.protected && row.movedAt.getTime() > dayAgo,
    )
    const declinedTwice = declines.length >= 2
    const clauses = [
      ...clausesAfter({ declined, declinedTwice }, { action, judgedBy }),
      ...(before ? [{ count: 2 }] : []),
    ]
    const judgement = judge(this.#guards.guards, action, judgedBy, ofPeople(clauses))
    if (isDemanding(judgement.requirement) && pending >= PENDING_MAX) return { done: false, why: 'too many wait' }
    const row = this.#insert(asked, judgement, judgedBy, before)
    for (const other of this.#waiting(name)) {
      if (other === row || this.#relation(asked, other) !== 'supersedes') continue
      move(other, 'superseded', by, this.#now())
    }
    this.#advance(row, by, judgedBy, reading)
    return { done: true, enforcementId: row.id, how: 'created' }
  }

  /** Judges an enforcement that waits anew, does something to it, and takes it as far as it may go. */
  async reconsider(row: Row, by: number | null, act: () => void = () => undefined, mustKnow = false): Promise<void> {
    const gathered = await this.#facts.gather(row.name, row.action)
    const reading = asksPlatform(row.action) ? await this.effects.read(row.name) : undefined
    if (mustKnow && gathered === 'unknown' && asksPlatform(row.action)) {
      row.wakeAt = new Date(this.#now().getTime() + AGAIN_MS)
      return
    }
    const proposer = this.#cast[row.parties[0]?.by ?? 0]
    if (!WAITING.includes(row.state) || proposer === undefined) return
    const about = { name: row.name, action: row.action, legalDuty: row.legalDuty, by: proposer }
    const judgedBy = await this.#facts.judgedBy({ ...about, spent: this.#spent() }, gathered)
    const { requirement } = judge(this.#guards.guards, row.action, judgedBy, row.first)
    const isAsked = row.materialHash !== null || isDemanding(requirement)
    row.requirement = requirement
    row.materialHash = isAsked ? hashMaterial(judgedBy.account) : null
    row.holdMs = requirement.holdMs
    row.confirmMs = requirement.confirmMs
    row.verdict = this.#verdictOf(judgedBy, requirement)
    act()
    if (WAITING.includes(row.state)) this.#advance(row, by, judgedBy, reading)
  }

  /** Carries out what is due until nothing is, or the worker dies. */
  async work(turn: Turn): Promise<void> {
    const life = new Life(turn.diesAtStep)
    await Promise.race([this.#workAll(life, turn.doubled), life.ended])
  }

  nextDueAtMs(): number {
    const waiting = this.rows.filter(({ state }) => WAITING.includes(state))
    const times = [
      ...waiting.map((row) => this.#overAt(row).getTime()),
      ...waiting.flatMap(({ state, wakeAt }) => (state === 'held' && wakeAt ? [wakeAt.getTime()] : [])),
      ...this.rows.filter(({ state }) => ACTING.includes(state)).map(endOf),
      ...Object.values(this.places).flatMap(({ driveAt }) => driveAt ?? []),
    ]
    return Math.min(...times)
  }

  async #workAll(life: Life, doubled: boolean): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      if (this.nextDueAtMs() > this.#now().getTime()) return
      for (const row of [...this.rows]) await this.#workEnforcement(row, life)
      for (const name of SUBJECTS) {
        const { driveAt } = this.places[name]
        if (driveAt === null || driveAt > this.#now().getTime()) continue
        const drive = () => this.effects.drive(name, life)
        await (doubled ? Promise.all([drive(), drive()]) : drive())
      }
    }
  }

  async #workEnforcement(row: Row, life: Life): Promise<void> {
    const now = this.#now()
    if (WAITING.includes(row.state) && this.#overAt(row) <= now) {
      await life.step()
      return move(row, 'expired', null, now)
    }
    if (row.state === 'held' && row.wakeAt !== null && row.wakeAt <= now) {
      await life.step()
      return this.reconsider(row, null, undefined, true)
    }
    if (!ACTING.includes(row.state) || endOf(row) > now.getTime()) return
    await life.step()
    this.effects.restore(row, null)
  }

  #spent = () => countReleases(this.rows, this.#now().getTime(), this.closed)
  #overAt = (row: Row): Date => (row.state === 'held' ? row.expiresAt : agreeBy(row))
  #waiting = (name: SubjectName) => this.rows.filter((row) => row.name === name && WAITING.includes(row.state))
  #relation = (asked: Asked, row: Row) => relationOf(asked, row)

  #findSame(asked: Asked): Row | undefined {
    const untilMs = asked.durationMs === null ? Number.POSITIVE_INFINITY : this.#now().getTime() + asked.durationMs
    return this.rows.find(
      (row) =>
        row.name === asked.subject &&
        STANDING.includes(row.state) &&
        counts(row) &&
        row.action === asked.action &&
        row.action !== 'warn' &&
        (row.endsAt?.getTime() ?? Number.POSITIVE_INFINITY) >= untilMs,
    )
  }

  #join(asked: Asked): Row | undefined {
    const joined = this.#waiting(asked.subject).find((row) => this.#relation(asked, row) === 'joins')
    if (joined?.parties.every(({ by }) => by !== asked.by)) joined.parties.push({ by: asked.by, how: 'joined' })
    return joined
  }

  #insert(asked: Asked, { requirement, protected: isProtected }: Judgement, judgedBy: JudgedBy, before?: Row): Row {
    const now = this.#now()
    const demanding = isDemanding(requirement)
    const row: Row = {
      ...NOTHING_YET,
      ...asked,
      id: `enf_${this.rows.length + 1}`,
      name: asked.subject,
      subject: this.#platform.key(asked.subject),
      accountId: this.#platform.accountOf(asked.subject),
      proposedBy: `staff:${asked.by}`,
      protected: isProtected,
      movedAt: now,
      proposedAt: now,
      expiresAt: new Date(now.getTime() + this.#guards.expiresMs + requirement.holdMs),
      materialHash: demanding ? hashMaterial(judgedBy.account) : null,
      holdMs: requirement.holdMs,
      confirmMs: requirement.confirmMs,
      identifiedAs: asked.complete ? asked.subject : null,
      assessed: asked.complete,
      successorOf: before?.id ?? null,
      first: requirement,
      requirement,
      parties: [{ by: asked.by, how: 'proposed' }],
      answers: [],
      undoAsked: new Set(),
      moves: [{ from: null, to: 'proposed', by: asked.by, atMs: now.getTime() }],
      verdict: this.#verdictOf(judgedBy, requirement),
    }
    const undoers = before?.moves.filter(({ to }) => to === 'stopped' || to === 'restoring') ?? []
    const others = [...(before?.parties ?? []).map((party) => party.by), ...undoers.map((one) => one.by ?? -1)]
    for (const other of new Set(others))
      if (other >= 0 && other !== asked.by) row.parties.push({ by: other, how: 'undid' })
    this.rows.push(row)
    return row
  }

  #verdictOf({ account }: JudgedBy, requirement: Requirement): Row['verdict'] {
    const readAtMs = account.readAt === null ? null : Date.parse(account.readAt)
    return { judgedAtMs: this.#now().getTime(), readAtMs, guarded: isGuarded(requirement) }
  }

  #advance(row: Row, by: number | null, { account }: JudgedBy, reading?: Reading): void {
    const now = this.#now()
    const isRestrictive = isUnderFreeze(row)
    const freeze = this.frozenUntilMs > now.getTime() && isRestrictive ? new Date(this.frozenUntilMs) : null
    const waiting: Waiting = {
      state: row.state,
      now,
      expiresAt: row.expiresAt,
      heldSince: row.state === 'held' ? row.heldSince : null,
      holdServedMs: row.holdServedMs,
      identified: row.identifiedAs !== null,
      assessed: row.assessed,
      signed: true,
      agreeing: agreeingOf(row, this.moment()),
      duties: dutiesOf(row, this.ended),
      frozenUntil: freeze,
      isBreakerOpen: this.shut.size > 0 && isRestrictive,
      ...{ isBarredByRecovery: false, groundGone: false },
      askerGone: this.ended.has(Number(row.proposedBy.replace('staff:', ''))),
      unread: account.readAt === null && asksPlatform(row.action),
    }
    const free = nextStep(row.requirement, waiting)
    const opening = isRestrictive ? openingOf(spentOf(this.#guards.budgets, this.#spent(), row.action)) : []
    const opens = free.to === 'releasing' && opening.length > 0
    if (opens) for (const { budget } of opening) this.shut.add(budget)
    const step = opens ? nextStep(row.requirement, { ...waiting, isBreakerOpen: true }) : free
    if (step.to === 'releasing') this.effects.release(row, by, reading)
    else if (step.to !== row.state) move(row, step.to, by, now)
    row.wakeAt = step.to === 'held' ? step.until : null
  }
}

const NOTHING_YET = {
  ...{ ownAction: null, contentVersion: null, policyId: 'scam' },
  caseId: null,
  decisionId: null,
  bulkActionId: null,
  countries: null,
  source: 'person',
  reach: null,
  state: 'proposed',
  inEffectAt: null,
  endsAt: null,
  generation: null,
  failing: false,
  lifted: false,
  interim: false,
  reason: null,
  ground: null,
  groundRef: null,
  proposalSignatureId: null,
  shadow: false,
  signatureId: null,
  needsAttention: null,
  holdServedMs: 0,
  heldSince: null,
  confirmBy: null,
  confirmedAt: null,
  platformHeldUntil: null,
  leaves: 1,
  wakeAt: null,
} as const
