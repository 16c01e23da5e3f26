import { FREEZE_MS } from '../../src/enforcement/limits/freeze.ts'
import { ACTING, WAITING } from '../../src/enforcement/order-state.ts'
import { whyTwoRestore } from '../support/restore-model.ts'
import type { Guards } from '../../src/policy/guards/guards-file.ts'
import { CALM, type Gate, type Outcome, type Person, type Seen, SUBJECTS, type Turn, type Wish } from './gate.ts'
import { ModelPlatform } from './model-platform.ts'
import { RulesOrders } from './rules-orders.ts'
import { whyNot } from './rules-people.ts'
import { move, type Row, toSeen } from './rules-rows.ts'

const BEGIN_MS = Date.parse('2026-05-04T09:00:00Z')
const STOPS_MAX = 6

/** The desk's pure rules and the platform's own code in one process, put together by a driver that keeps rows in memory. */
export const openRulesGate = (guards: Guards, cast: readonly Person[]): Gate => new RulesGate(guards, cast)

const isUnconfirmed = ({ state, confirmBy, confirmedAt }: Row): boolean =>
  state === 'in_effect' && confirmBy !== null && confirmedAt === null

class RulesGate implements Gate {
  readonly platform: ModelPlatform
  nowMs = BEGIN_MS
  readonly #orders: RulesOrders
  readonly #cast: readonly Person[]

  constructor(guards: Guards, cast: readonly Person[]) {
    this.#cast = cast
    this.platform = new ModelPlatform('r', this.#now)
    this.#orders = new RulesOrders(guards, cast, this.platform, this.#now)
  }

  propose = (wish: Wish): Promise<Outcome> => this.#orders.ask(wish)

  /** Nobody agrees to what the desk did not ask them about. */
  async agree(by: number, orderId?: string): Promise<Outcome> {
    const asked = this.#orders.rows.find((row) => whyNot(row, by, 'agree', this.#orders.moment()) === null)
    return orderId === undefined && asked ? this.#say(by, asked.id, 'agree') : refuse('nothing is offered to them')
  }

  decline = (by: number, orderId: string) => this.#say(by, orderId, 'decline')
  takeDuty = (by: number, orderId: string) => this.#say(by, orderId, 'duty')

  async confirm(by: number, orderId: string): Promise<Outcome> {
    const row = this.#find(orderId)
    const why = whyNot(row, by, 'confirm', this.#orders.moment())
    if (why !== null) return refuse(why)
    row.answers.push({ by, answer: 'confirm', material: row.materialHash?.toString('hex') ?? '' })
    row.confirmedAt = this.#now()
    row.generation = this.#orders.effects.retarget(row.name)
    return done(row)
  }

  async complete(by: number, orderId: string): Promise<Outcome> {
    const row = this.#find(orderId)
    const isTheirs = row.parties.some((party) => party.by === by && party.how !== 'undid')
    if (row.state !== 'proposed' || !isTheirs) return refuse('this is not theirs to complete')
    if (row.identifiedAs === null) row.identifiedAs = row.name
    else row.assessed = true
    await this.#orders.reconsider(row, by)
    return done(row)
  }

  async undo(by: number, orderId: string): Promise<Outcome> {
    const row = this.#find(orderId)
    if (WAITING.includes(row.state)) move(row, 'stopped', by, this.#now())
    else if (ACTING.includes(row.state)) {
      const because = whyTwoRestore(row, this.#now())
      if (because !== undefined) row.undoAsked.add(by)
      if (because === undefined || row.undoAsked.size > 1) this.#orders.effects.restore(row, by)
    }
    return done(row)
  }

  async takeUp(by: number, orderId: string): Promise<Outcome> {
    const row = this.#find(orderId)
    await this.#orders.look(row.name)
    if (row.state !== 'stopped' && row.state !== 'restored') return refuse('it was not undone')
    if (this.#orders.rows.some(({ successorOf }) => successorOf === orderId)) return refuse('it was taken up already')
    const { name: subject, action, durationMs, legalDuty, assessed } = row
    return this.#orders.ask({ by, subject, action, durationMs, legalDuty, complete: assessed }, row)
  }

  async freeze(by: number): Promise<Outcome> {
    if (!this.#isOnDuty(by)) return refuse('they are not on duty')
    this.#orders.frozenUntilMs = this.nowMs + FREEZE_MS
    return { done: true, orderId: undefined, how: 'frozen' }
  }

  async endFreeze(by: number): Promise<Outcome> {
    if (!this.#isOnDuty(by)) return refuse('they are not on duty')
    if (this.#orders.frozenUntilMs <= this.nowMs) return refuse('there is no freeze')
    this.#orders.frozenUntilMs = 0
    this.#wakeHeld()
    return { done: true, orderId: undefined, how: 'thawed' }
  }

  async closeBreakers(by: number, other: number | null): Promise<Outcome> {
    const { shut, closed } = this.#orders
    const may = (who: number | null) => who !== null && this.#cast[who]?.role === 'lead' && !this.#orders.ended.has(who)
    if (shut.size === 0 || !may(by)) return refuse('it is not theirs to close')
    if (other === by || !may(other) || !this.#isOnDuty(other ?? by) || this.#cast[other ?? by]?.leaving)
      return refuse('nobody else agreed')
    for (const budget of shut) closed.set(budget, this.nowMs)
    shut.clear()
    this.#wakeHeld()
    return { done: true, orderId: undefined, how: 'closed' }
  }

  async fallNight(onCall: number): Promise<void> {
    this.#orders.onCall = onCall
  }

  async breakDay(): Promise<void> {
    this.#orders.onCall = null
  }

  async leave(by: number): Promise<Outcome> {
    this.#orders.ended.add(by)
    for (const row of this.#orders.rows.filter(({ proposedBy }) => proposedBy === `staff:${by}`)) {
      if (WAITING.includes(row.state)) move(row, 'stopped', null, this.#now())
      else if (row.state === 'releasing' || isUnconfirmed(row)) this.#orders.effects.restore(row, null)
    }
    return { done: true, orderId: undefined, how: 'gone' }
  }

  work = (turn: Turn): Promise<void> => this.#orders.work(turn)

  async advance(ms: number, awake: boolean): Promise<void> {
    const until = this.nowMs + ms
    for (let stops = 0; stops < STOPS_MAX; stops++) {
      const next = Math.min(awake ? this.#orders.nextDueAtMs() : until, this.platform.nextRevertAtMs() ?? until)
      if (next >= until) break
      await this.#goTo(Math.max(next, this.nowMs), awake)
    }
    await this.#goTo(until, awake)
  }

  async see(): Promise<Seen> {
    const { rows, places, frozenUntilMs, shut } = this.#orders
    const recorded = SUBJECTS.map((name) => [name, places[name].recorded] as const)
    return {
      nowMs: this.nowMs,
      orders: rows.map(toSeen),
      recordedGenerations: Object.fromEntries(recorded) as unknown as Seen['recordedGenerations'],
      frozenUntilMs: frozenUntilMs > this.nowMs ? frozenUntilMs : null,
      isShut: shut.size > 0,
      isShadow: false,
      campaigns: [],
      runs: [],
    }
  }

  close = async (): Promise<void> => undefined

  #now = (): Date => new Date(this.nowMs)

  #isOnDuty = (by: number): boolean =>
    !this.#orders.ended.has(by) && (this.#orders.onCall === null || this.#orders.onCall === by)

  #wakeHeld(): void {
    for (const row of this.#orders.rows) if (row.wakeAt !== null) row.wakeAt = this.#now()
  }

  #find(orderId: string): Row {
    const row = this.#orders.rows.find(({ id }) => id === orderId)
    if (row === undefined) throw new Error(`there is no order ${orderId}`)
    return row
  }

  async #goTo(atMs: number, awake: boolean): Promise<void> {
    this.nowMs = atMs
    await this.platform.keepTime()
    if (awake) await this.work(CALM)
  }

  async #say(by: number, orderId: string, answer: 'agree' | 'decline' | 'duty'): Promise<Outcome> {
    const row = this.#find(orderId)
    const why = whyNot(row, by, answer, this.#orders.moment())
    if (why !== null) return refuse(why)
    const shown = row.materialHash?.toString('hex') ?? ''
    let refused: string | null = null
    await this.#orders.reconsider(row, by, () => {
      const isOther = shown !== row.materialHash?.toString('hex')
      refused = isOther ? 'it is no longer as it was shown' : whyNot(row, by, answer, this.#orders.moment())
      if (refused !== null) return
      row.answers.push({ by, answer, material: shown })
      if (answer === 'decline') move(row, 'declined', by, this.#now())
    })
    return refused === null ? done(row) : refuse(refused)
  }
}

const done = ({ id, state }: Row): Outcome => ({ done: true, orderId: id, how: state })
const refuse = (why: string): Outcome => ({ done: false, why })
