import { randomBytes, randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import {
  type ApplyAnswer,
  type Authority,
  createPlatform,
  type Handlers,
  type Instruction,
  type Limits,
  type MemoryStore,
  type MemoryTx,
  memoryStore,
  type Platform,
  type RefusalAnswer,
  type Revert,
  type Subject,
  type SubjectEvent,
  type PlatformState,
} from '../src/index.ts'

export const UP: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }
export const OFFLINE: PlatformState = { visible: false, spread: 'full', mayPost: false, labels: [] }
export const LIMITED: PlatformState = { visible: true, spread: 'limited', mayPost: true, labels: ['disputed'] }
export const VALE: Subject = { kind: 'account', id: 'vale' }
export const START_MS = Date.parse('2026-03-01T12:00:00Z')
const MINUTE_MS = 60_000

export interface Row {
  state: PlatformState
  writes: string[]
  warnings: string[]
}
type Tx = MemoryTx<Row>

export interface SmallPlatform {
  platform: Platform
  store: MemoryStore<Row>
  secret: string
  clock: { nowMs: number; now(): Date }
  errors: unknown[]
}

/** A platform of two accounts in memory, with a clock that stands until it is moved. */
export function startSmallPlatform(
  given: {
    store?: MemoryStore<Row>
    secrets?: string[]
    handlers?: Partial<Handlers<Tx>>
    nowMs?: number
    authority?: Authority
    limits?: Limits
  } = {},
): SmallPlatform {
  const fresh = (): Row => ({ state: UP, writes: [], warnings: [] })
  const store =
    given.store ??
    memoryStore<Row>([
      [VALE, fresh()],
      [{ kind: 'account', id: 'rosa' }, fresh()],
    ])
  const secret = given.secrets?.[0] ?? makeSecret()
  const clock = { nowMs: given.nowMs ?? START_MS, now: () => new Date(clock.nowMs) }
  const errors: unknown[] = []
  const platform = createPlatform({
    secrets: given.secrets ?? [secret],
    clock,
    store,
    handlers: { ...handlers, ...given.handlers },
    onError: (error) => errors.push(error),
    ...(given.authority && { authority: given.authority }),
    ...(given.limits && { limits: given.limits }),
  })
  return { platform, store, secret, clock, errors }
}

export const handlers: Handlers<Tx> = {
  read(tx, subject) {
    const row = tx.find(subject)
    return row && { state: row.state, reach: row.state.visible ? 43_500_000 : 0 }
  },
  write(tx, subject, desired, why) {
    const row = tx.find(subject)
    if (!row) throw new Error('There is no such row.')
    const word = desired.visible ? 'up' : 'offline'
    tx.put(subject, { ...row, state: desired, writes: [...row.writes, `${why.cause} ${why.generation} ${word}`] })
  },
  warn(tx, event, subject) {
    const row = tx.find(subject)
    if (row) tx.put(subject, { ...row, warnings: [...row.warnings, event.id] })
  },
  facts(tx, subject) {
    if (!tx.find(subject)) return undefined
    const account = { id: subject.id, handle: subject.id, displayName: subject.id, reach: null, verified: true }
    return { account: { ...account, tags: 'absent', createdAt: 'absent' } }
  },
  capabilities: () => ({ name: 'Small', subjects: ['account'], absentFacts: ['tags', 'createdAt'] }),
}

export function makeSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

export function instruct(generation: number, desired: PlatformState, more: Partial<Instruction> = {}): Instruction {
  return { subject: VALE, generation, desired, baseline: UP, reverts: [], events: [], ...more }
}

/** A revert so many minutes after the start. */
export function revertIn(minutes: number, desired: PlatformState = UP): Revert {
  return { at: new Date(START_MS + minutes * MINUTE_MS).toISOString(), desired }
}

export function warning(id: string): SubjectEvent {
  return { id, kind: 'warn', policyId: 'kindness', text: 'Please be kind.' }
}

export interface Received {
  status: number
  body: Partial<ApplyAnswer & RefusalAnswer> & Record<string, unknown>
}

/** Signs a body with the stock library, as a desk does, under a webhook-id of its own unless one is given. */
export function sign(small: SmallPlatform, body: string, given: { id?: string; secret?: string; atMs?: number } = {}) {
  const id = given.id ?? randomUUID()
  const at = new Date(given.atMs ?? small.clock.nowMs)
  const signature = new Webhook(given.secret ?? small.secret).sign(id, at, body)
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return { headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, body }
}

export async function send(
  small: SmallPlatform,
  call: object,
  given: Parameters<typeof sign>[2] = {},
): Promise<Received> {
  const { status, body } = await small.platform.handle(sign(small, JSON.stringify(call), given))
  return { status, body: JSON.parse(body) }
}

export function apply(small: SmallPlatform, instruction: Instruction, given: { id?: string } = {}): Promise<Received> {
  return send(small, { type: 'subject.apply', instruction }, given)
}
