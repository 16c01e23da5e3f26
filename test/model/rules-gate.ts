import { FREEZE_MS } from '../../src/enforcement/limits/freeze.ts'
import { ACTING, WAITING } from '../../src/enforcement/enforcement-state.ts'
import { twoPeopleReason } from '../support/restore-model.ts'
import type { Guards } from '../../src/policy/guards/guards-file.ts'
import { CALM, type Gate, type Outcome, type Person, type Seen, SUBJECTS, type Turn, type Wish } from './gate.ts'
import { ModelPlatform } from './model-platform.ts'
import { RulesEnforcements } from './rules-enforcements.ts'
import { findAnswerRefusal } from './rules-people.ts'
import { move, type Row, toSeen } from './rules-rows.ts'

const BEGIN_MS = Date.parse('2026-05-04T09:00:00Z')
const STOPS_MAX = 6

/**
 * The desk's pure rules and the platform's own code in one process, connected by a driver that keeps rows in memory.
 */
export const openRulesGate = (guards: Guards, cast: readonly Person[]): Gate => new RulesGate(guards, cast)

const isUnconfirmed = ({ state, confirmBy, confirmedAt }: Row): boolean =>
  state === 'in_effect' && confirmBy !== null && confirmedAt === null

class RulesGate implements Gate {
  readonly platform: ModelPlatform
  nowMs = BEGIN_MS
  readonly #enforcements: RulesEnforcements
  readonly #cast: readonly Person[]

  constructor(guards: Guards, cast: readonly Person[]) {
    this.#cast = cast
    this.platform = new ModelPlatform('r', this.#now)
    this.#enforcements = new RulesEnforcements(guards, cast, this.platform, this.#now)
  }

  propose = (wish: Wish): Promise<Outcome> => this.#enforcements.ask(wish)

  /** An approval without an offer is refused. */
  async agree(by: number, enforcementId?: string): Promise<Outcome> {
    const asked = this.#enforcements.rows.find(
      (row) => findAnswerRefusal(row, by, 'agree', this.#enforcements.moment()) === null,
    )
    return enforcementId === undefined && asked
      ? this.#say(by, asked.id, 'agree')
      : refuse('nothing is offered to them')
  }

  decline = (by: number, enforcementId: string) => this.#say(by, enforcementId, 'decline')
  takeDuty = (by: number, enforcementId: string) => this.#say(by, enforcementId, 'duty')

  async confirm(by: number, enforcementId: string): Promise<Outcome> {
    const row = this.#find(enforcementId)
    const why = findAnswerRefusal(row, by, 'confirm', this.#enforcements.moment())
    if (why !== null) return refuse(why)
    row.answers.push({ by, answer: 'confirm', material: row.materialHash?.toString('hex') ?? '' })
    row.confirmedAt = this.#now()
    row.generation = this.#enforcements.effects.updateDesiredState(row.name)
    return done(row)
  }

  async complete(by: number, enforcementId: string): Promise<Outcome> {
    const row = this.#find(enforcementId)
    const isTheirs = row.parties.some((party) => party.by === by && party.how !== 'undid')
    if (row.state !== 'proposed' || !isTheirs) return refuse('this is not theirs to complete')
    if (row.identifiedAs === null) row.identifiedAs = row.name
    else row.assessed = true
    await this.#enforcements.reconsider(row, by)
    return done(row)
  }

  async undo(by: number, enforcementId: string): Promise<Outcome> {
    const row = this.#find(enforcementId)
    if (WAITING.includes(row.state)) move(row, 'stopped', by, this.#now())
    else if (ACTING.includes(row.state)) {
      const because = twoPeopleReason(row, this.#now())
      if (because !== undefined) row.undoAsked.add(by)
      if (because === undefined || row.undoAsked.size > 1) this.#enforcements.effects.restore(row, by)
    }
    return done(row)
  }

  async resubmit(by: number, enforcementId: string): Promise<Outcome> {
    const row = this.#find(enforcementId)
    await this.#enforcements.look(row.name)
    if (row.state !== 'stopped' && row.state !== 'restored') return refuse('it was not undone')
    if (this.#enforcements.rows.some(({ successorOf }) => successorOf === enforcementId))
      return refuse('it was taken up already')
    const { name: subject, action, durationMs, legalDuty, assessed } = row
    return this.#enforcements.ask({ by, subject, action, durationMs, legalDuty, complete: assessed }, row)
  }

  async freeze(by: number): Promise<Outcome> {
    if (!this.#isOnDuty(by)) return refuse('they are not on duty')
    this.#enforcements.frozenUntilMs = this.nowMs + FREEZE_MS
    return { done: true, enforcementId: undefined, how: 'frozen' }
  }

  async endFreeze(by: number): Promise<Outcome> {
    if (!this.#isOnDuty(by)) return refuse('they are not on duty')
    if (this.#enforcements.frozenUntilMs <= this.nowMs) return refuse('there is no freeze')
    this.#enforcements.frozenUntilMs = 0
    this.#wakeHeld()
    return { done: true, enforcementId: undefined, how: 'thawed' }
  }

  async closeBreakers(by: number, other: number | null): Promise<Outcome> {
    const { shut, closed } = this.#enforcements
    const may = (who: number | null) =>
      who !== null && this.#cast[who]?.role === 'lead' && !this.#enforcements.ended.has(who)
    if (shut.size === 0 || !may(by)) return refuse('it is not theirs to close')
    if (other === by || !may(other) || !this.#isOnDuty(other ?? by) || this.#cast[other ?? by]?.leaving)
      return refuse('nobody else agreed')
    for (const budget of shut) closed.set(budget, this.nowMs)
    shut.clear()
    this.#wakeHeld()
    return { done: true, enforcementId: undefined, how: 'closed' }
  }

  async fallNight(onCall: number): Promise<void> {
    this.#enforcements.onCall = onCall
  }

  async breakDay(): Promise<void> {
    this.#enforcements.onCall = null
  }

  async leave(by: number): Promise<Outcome> {
    this.#enforcements.ended.add(by)
    for (const row of this.#enforcements.rows.filter(({ proposedBy }) => proposedBy === `staff:${by}`)) {
      if (WAITING.includes(row.state)) move(row, 'stopped', null, this.#now())
      else if (row.state === 'releasing' || isUnconfirmed(row)) this.#enforcements.effects.restore(row, null)
    }
    return { done: true, enforcementId: undefined, how: 'gone' }
  }

  work = (turn: Turn): Promise<void> => this.#enforcements.work(turn)

  async advance(ms: number, awake: boolean): Promise<void> {
    const until = this.nowMs + ms
    for (let stops = 0; stops < STOPS_MAX; stops++) {
      const next = Math.min(awake ? this.#enforcements.nextDueAtMs() : until, this.platform.nextRevertAtMs() ?? until)
      if (next >= until) break
      await this.#goTo(Math.max(next, this.nowMs), awake)
    }
    await this.#goTo(until, awake)
  }

  async see(): Promise<Seen> {
    const { rows, places, frozenUntilMs, shut } = this.#enforcements
    const recorded = SUBJECTS.map((name) => [name, places[name].recorded] as const)
    return {
      nowMs: this.nowMs,
      enforcements: rows.map(toSeen),
      recordedGenerations: Object.fromEntries(recorded) as unknown as Seen['recordedGenerations'],
      frozenUntilMs: frozenUntilMs > this.nowMs ? frozenUntilMs : null,
      isBreakerOpen: shut.size > 0,
      isShadow: false,
      bulkActions: [],
      runs: [],
    }
  }

  close = async (): Promise<void> => undefined

  #now = (): Date => new Date(this.nowMs)

  #isOnDuty = (by: number): boolean =>
    !this.#enforcements.ended.has(by) && (this.#enforcements.onCall === null || this.#enforcements.onCall === by)

  #wakeHeld(): void {
    for (const row of this.#enforcements.rows) if (row.wakeAt !== null) row.wakeAt = this.#now()
  }

  #find(enforcementId: string): Row {
    const row = this.#enforcements.rows.find(({ id }) => id === enforcementId)
    if (row === undefined) throw new Error(`there is no enforcement ${enforcementId}`)
    return row
  }

  async #goTo(atMs: number, awake: boolean): Promise<void> {
    this.nowMs = atMs
    await this.platform.keepTime()
    if (awake) await this.work(CALM)
  }

  async #say(by: number, enforcementId: string, answer: 'agree' | 'decline' | 'duty'): Promise<Outcome> {
    const row = this.#find(enforcementId)
    const why = findAnswerRefusal(row, by, answer, this.#enforcements.moment())
    if (why !== null) return refuse(why)
    const shown = row.materialHash?.toString('hex') ?? ''
    let refused: string | null = null
    await this.#enforcements.reconsider(row, by, () => {
      const isOther = shown !== row.materialHash?.toString('hex')
      refused = isOther
        ? 'it is no longer as it was shown'
        : findAnswerRefusal(row, by, answer, this.#enforcements.moment())
      if (refused !== null) return
      row.answers.push({ by, answer, material: shown })
      if (answer === 'decline') move(row, 'declined', by, this.#now())
    })
    return refused === null ? done(row) : refuse(refused)
  }
}

const done = ({ id, state }: Row): Outcome => ({ done: true, enforcementId: id, how: state })
const refuse = (why: string): Outcome => ({ done: false, why })
