import type { KeyObject } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  type Approval,
  type Assertion,
  type AuthorisationClaims,
  type AuthorisedEnforcement,
  type Instruction,
  type PlatformState,
  REFUSALS,
  type Revert,
  type Statement,
  type Subject,
  type SubjectEvent,
} from '@countersign/platform-kit'
import type { Json } from '../../foundation/canonical.ts'
import { type Expected, UP } from './scenario.ts'
import { type SigningTime, signApproval, signAuthorisation, signCall, signRestore, type Tampering } from './sign.ts'
import type { KeyName, TestKeys } from './test-keys.ts'

/** A signed call as it goes over the wire. */
export interface WireCall {
  headers: Readonly<Record<string, string>>
  body: string
}

export interface Received {
  status: number
  /** The answer's JSON; undefined when it is no JSON object. */
  body: Readonly<Record<string, unknown>> | undefined
}

/** A platform that is played at: over HTTP, or in this process for the vectors. */
export interface Stage extends SigningTime {
  send(call: WireCall): Promise<Received>
  /** Moves the platform's clock and lets it carry out what is due. */
  advance(ms: number): Promise<void>
  stopHeld(subject: Subject): Promise<boolean>
  endHijackLock(subject: Subject): Promise<boolean>
}

/** A difference between the protocol and the platform's answer. */
export class Mismatch extends Error {
  override name = 'Mismatch' as const
  readonly expected: string
  readonly came: string

  constructor(expected: string, came: string) {
    super(`expected ${expected}, and ${came} came`)
    this.expected = expected
    this.came = came
  }
}

/** The ways in which a call is sent other than a correct desk would. */
export interface Sending {
  secret?: string
  id?: string
  atMs?: number
  headers?: (headers: Record<string, string>) => Record<string, string | undefined>
  body?: (body: string) => string
}

/** An instruction to one of the scenario's subjects, and the proofs that come with it. */
export interface Sent extends Sending {
  to: string
  generation: number
  desired: PlatformState
  reverts?: readonly Revert[]
  events?: readonly SubjectEvent[]
  statement?: Statement
  epoch?: number
  enforcements?: readonly AuthorisedEnforcement[]
  approvals?: readonly Approval[]
  claims?: Partial<AuthorisationClaims>
  header?: Readonly<Record<string, Json>>
  key?: KeyObject
  /** `none`: the call carries no authorisation. */
  authorisation?: 'none'
  /** Members of the instruction that this version of the protocol doesn't know. */
  more?: Readonly<Record<string, Json>>
}

/** Plays one scenario at a platform and throws `Mismatch` at the first answer that the protocol doesn't allow. */
export class Player {
  readonly keys: TestKeys
  readonly #stage: Stage
  readonly #scenario: string
  readonly #audience: string

  constructor(stage: Stage, given: { keys: TestKeys; scenario: string; audience: string }) {
    this.#stage = stage
    this.keys = given.keys
    this.#scenario = given.scenario
    this.#audience = given.audience
  }

  now = (): number => this.#stage.now()

  subject(name: string): Subject {
    const [kind, short] = name.startsWith('post') ? (['content', name] as const) : (['account', name] as const)
    return { kind, id: subjectId(this.keys.run, this.#scenario, short) }
  }

  revertIn = (ms: number, desired: PlatformState = UP): Revert => ({
    at: new Date(this.now() + ms).toISOString(),
    desired,
  })

  /** A person's signature about an enforcement on one of the subjects: by default that they agree to a suspension. */
  sign(
    by: KeyName,
    enforcement: string,
    on: string,
    core: Readonly<Record<string, Json | undefined>> = {},
    tampering: Tampering = {},
  ): Approval {
    const about = { enforcement, subject: this.subject(on) }
    return signApproval(this.#stage, this.keys.people[by], about, core, tampering)
  }

  signRestore(by: KeyName, on: string, epoch: number, core: Readonly<Record<string, Json>> = {}): Assertion {
    return signRestore(this.#stage, this.keys.people[by], this.subject(on), epoch, core)
  }

  /** Sends an instruction and compares the answer. Returns the call as it was sent, and the answer. */
  apply(sent: Sent, expected: Expected): Promise<{ call: WireCall; answer: Received }> {
    return this.#exchange(this.prepare(sent), expected)
  }

  /** Sends any call, by default signed as a correct desk signs it, and compares the answer. */
  call(
    call: object | string,
    expected: Expected | { status: number },
    sending: Sending = {},
  ): Promise<{ call: WireCall; answer: Received }> {
    return this.#exchange(this.#sign(call, sending), expected)
  }

  /** Sends instructions as one batch and compares the outcome of each. */
  async applyBatch(
    items: readonly Sent[],
    expected: readonly Expected[],
  ): Promise<{ call: WireCall; answer: Received }> {
    const call = this.prepareBatch(items)
    const answer = await this.#stage.send(call)
    compareOutcomes(answer, expected)
    return { call, answer }
  }

  /** Reads subjects back together and compares the state of each. Undefined: there is no such subject. */
  async showsTogether(expected: readonly (readonly [name: string, state: PlatformState | undefined])[]): Promise<void> {
    const subjects = expected.map(([name]) => this.subject(name))
    const answer = await this.ask({ type: 'subject.read_back_batch', subjects })
    const missing = { refusal: 'no_such_subject' } as const
    compareOutcomes(
      answer,
      expected.map(([, state]) => (state === undefined ? missing : { status: 200 })),
    )
    const outcomes = Array.isArray(answer.body?.outcomes) ? answer.body.outcomes : []
    for (const [place, [, state]] of expected.entries()) {
      const shown = toComparable(outcomes[place]?.answer?.state)
      if (state !== undefined && !isDeepStrictEqual(shown, toComparable(state)))
        throw new Mismatch(JSON.stringify(state), said(answer))
    }
  }

  /** Reads the facts of subjects together and compares each outcome with the answer to a call of its own. */
  async tellsTogether(names: readonly string[]): Promise<void> {
    const subjects = names.map((name) => this.subject(name))
    const alone: Received[] = []
    for (const subject of subjects) alone.push(await this.ask({ type: 'subject.facts', subject }))
    const answer = await this.ask({ type: 'subject.facts_batch', subjects })
    const missing = { refusal: 'no_such_subject' } as const
    compareOutcomes(
      answer,
      alone.map(({ status }) => (status === 200 ? { status } : missing)),
    )
    const outcomes = Array.isArray(answer.body?.outcomes) ? answer.body.outcomes : []
    for (const [place, { body }] of alone.entries()) {
      const known = toComparable(body?.account)
      if (!isDeepStrictEqual(toComparable(outcomes[place]?.answer?.account), known))
        throw new Mismatch(JSON.stringify(known), said(answer))
    }
  }

  /** Signs a batch as it goes over the wire. */
  prepareBatch = (items: readonly Sent[]): WireCall =>
    this.#sign({ type: 'subject.apply_batch', instructions: items.map((sent) => this.#authorise(sent)) }, {})

  /** Signs an instruction as it goes over the wire. */
  prepare = (sent: Sent): WireCall => this.#sign({ type: 'subject.apply', ...this.#authorise(sent) }, sent)

  #authorise(sent: Sent): { instruction: object; authorisation?: string } {
    const { to, generation, desired, reverts = [], events = [], statement, epoch } = sent
    const known: Instruction = {
      ...{ subject: this.subject(to), generation, ...(epoch !== undefined && { epoch }) },
      ...{ desired, baseline: UP, reverts, events, ...(statement && { statement }) },
    }
    const instruction = { ...known, ...sent.more }
    if (sent.authorisation === 'none') return { instruction }
    const desk = { key: sent.key ?? this.keys.deskKey, audience: this.#audience }
    const { enforcements = [], approvals = [] } = sent
    const claims = { enforcements, approvals, ...sent.claims }
    return { instruction, authorisation: signAuthorisation(this.#stage, desk, known, claims, sent.header) }
  }

  #sign(call: object | string, sending: Sending): WireCall {
    const text = typeof call === 'string' ? call : JSON.stringify(call)
    const { secret = this.keys.secrets[0], id = this.#stage.freshId(), atMs = this.now() } = sending
    const signed = signCall(secret, id, atMs, text)
    const headers = Object.entries(sending.headers?.(signed) ?? signed).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    )
    return { headers: Object.fromEntries(headers), body: sending.body?.(text) ?? text }
  }

  async #exchange(call: WireCall, expected: Expected | { status: number }) {
    return { call, answer: await this.resend(call, expected) }
  }

  /** Sends any call, signed as a correct desk signs it, and returns its answer unchecked. */
  ask = (call: object): Promise<Received> => this.#stage.send(this.#sign(call, {}))

  /** Sends exactly these bytes again. */
  async resend(call: WireCall, expected: Expected | { status: number }): Promise<Received> {
    const answer = await this.#stage.send(call)
    compare(answer, expected)
    return answer
  }

  /** Reads the subject back and compares the state that the platform shows. */
  async shows(name: string, desired: PlatformState, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { answer } = await this.call({ type: 'subject.read_back', subject: this.subject(name) }, { status: 200 })
    const state = toComparable(answer.body?.state)
    if (!isDeepStrictEqual(state, toComparable(desired))) throw new Mismatch(`${JSON.stringify(desired)}`, said(answer))
    for (const [member, value] of Object.entries(more))
      if (!isDeepStrictEqual(answer.body?.[member], value)) throw new Mismatch(`${member} ${value}`, said(answer))
  }

  advance = (ms: number): Promise<void> => this.#stage.advance(ms)

  async stopHeld(name: string, expected: boolean): Promise<void> {
    const stopped = await this.#stage.stopHeld(this.subject(name))
    if (stopped !== expected) throw new Mismatch(`stopHeld ${expected}`, String(stopped))
  }

  async endHijackLock(name: string, expected: boolean): Promise<void> {
    const ended = await this.#stage.endHijackLock(this.subject(name))
    if (ended !== expected) throw new Mismatch(`endHijackLock ${expected}`, String(ended))
  }
}

/** Returns the id of a subject: each set-up and each scenario has its own. */
export const subjectId = (run: string, scenario: string, name: string): string => `${run}${scenario}.${name}`

/** Throws when an answer is not the expected one. */
export function compare(answer: Received, expected: Expected | { status: number }): void {
  const { held, ...stated }: Record<string, unknown> = { ...expected }
  const status = 'refusal' in expected ? REFUSALS[expected.refusal] : 'status' in expected ? expected.status : 200
  const isSame =
    answer.status === status &&
    Object.entries(stated).every(([name, value]) => name === 'status' || answer.body?.[name] === value) &&
    (held === undefined || (answer.body?.notBefore !== undefined) === held)
  if (!isSame) throw new Mismatch(`${status} ${JSON.stringify(expected)}`, said(answer))
}

/** Throws when a batch was not answered with exactly these outcomes, in this order. */
function compareOutcomes(answer: Received, expected: readonly (Expected | { status: number })[]): void {
  const { outcomes } = answer.body ?? {}
  const isWhole = answer.status === 200 && Array.isArray(outcomes) && outcomes.length === expected.length
  if (!isWhole) throw new Mismatch(`200 and ${expected.length} outcomes`, said(answer))
  for (const [place, outcome] of outcomes.entries()) {
    const one = { status: Number(outcome?.status), body: outcome?.answer }
    const wanted = expected[place]
    if (wanted) compare(one, wanted)
  }
}

const SAID_CHARS_MAX = 400

/** Formats an answer for a report. */
export const said = ({ status, body }: Received): string =>
  `${status} ${JSON.stringify(body ?? 'no JSON object')}`.slice(0, SAID_CHARS_MAX)

const toComparable = (state: unknown): unknown =>
  typeof state === 'object' && state !== null ? { blockedCountries: [], ...state } : state
