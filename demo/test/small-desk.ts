import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type {
  ApplyAnswer,
  Call,
  Instruction,
  ReadBack,
  RefusalAnswer,
  Subject,
  PlatformState,
} from '@countersign/platform-kit'
import { Webhook } from 'standardwebhooks'
import { type Demo, type DemoSettings, startDemo } from '../start-demo.ts'
import { UP } from '../subject-state.ts'

export const SECRET = `whsec_${randomBytes(32).toString('base64')}`
export const OFFLINE: PlatformState = { ...UP, visible: false, mayPost: false }
export const ROSA: Subject = { kind: 'account', id: 'rosa' }
const CONDITION_TIMEOUT_MS = 10_000
const CONDITION_POLL_MS = 10

/** Starts a platform on a free port with a folder of its own, which is deleted when the test ends. */
export async function givenDemo(t: TestContext, settings: Partial<DemoSettings> = {}): Promise<Demo> {
  const folder = settings.folder ?? (await givenFolder(t))
  const demo = await startDemo({ port: 0, secrets: [SECRET], faults: true, ...settings, folder })
  t.after(() => demo.close())
  return demo
}

export async function givenFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export interface Answered {
  status: number
  body: Partial<ApplyAnswer & ReadBack & RefusalAnswer>
}

/** Calls the platform as a desk does. Rejects if the connection is closed without an answer. */
export async function call(
  url: string,
  body: Call,
  given: { at?: Date; signal?: AbortSignal } = {},
): Promise<Answered> {
  const text = JSON.stringify(body)
  const [id, at] = [randomUUID(), given.at ?? new Date()]
  const response = await fetch(`${url}/countersign`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign(id, at, text),
    },
    body: text,
    ...(given.signal && { signal: given.signal }),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

export function instruct(generation: number, desired: PlatformState, more: Partial<Instruction> = {}): Call {
  const instruction = { subject: ROSA, generation, desired, baseline: UP, reverts: [], events: [], ...more }
  return { type: 'subject.apply', instruction }
}

export async function readBack(url: string, subject: Subject = ROSA): Promise<Partial<ReadBack>> {
  return (await call(url, { type: 'subject.read_back', subject })).body
}

/** Waits until the condition holds, up to a time limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + CONDITION_TIMEOUT_MS
  while (!(await holds())) {
    if (Date.now() > deadlineMs) throw new Error('What was waited for did not come.')
    await setTimeout(CONDITION_POLL_MS)
  }
}

export async function getJson(url: string) {
  const response = await fetch(url)
  return { status: response.status, body: JSON.parse(await response.text()) }
}

export async function postJson(url: string, body: object, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', ...headers }
  const response = await fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) })
  return { status: response.status, body: JSON.parse(await response.text()) }
}
