import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Desk } from '../desk.ts'
import type { DemoAccess } from './demo-people.ts'
import { STORY, type Step, type Who } from './demo-steps.ts'

export interface StoryGround {
  deskUrl: string
  demoUrl: string
  tokens: DemoAccess['tokens']
  signal: AbortSignal
}

const TRIES_MAX = 100
const AGAIN_MS = 50

/** Whether nothing was ever reported here, so that there is room for a story. */
export async function isUntold({ db }: Pick<Desk, 'db'>): Promise<boolean> {
  const { rows } = await db.query<{ untold: boolean }>(sql`select not exists (select from report) as untold`)
  return rows[0]?.untold ?? false
}

/**
 * Has the demo's people live through a morning, by the same addresses as anybody: cases and orders in every state that can
 * be reached in a few seconds, and one account that was wrongly dark. Throws at whatever doesn't go as told.
 */
export async function tellStory(ground: StoryGround): Promise<void> {
  const teller = new Teller(ground)
  for (const step of STORY) await teller.tell(step)
}

class Teller {
  readonly #ground: StoryGround

  constructor(ground: StoryGround) {
    this.#ground = ground
  }

  async tell(step: Step): Promise<void> {
    for (const comment of step.reports) await this.#report(step, comment)
    if (step.by === undefined) return
    const caseId = await this.#claim(step.by, step.subject.id)
    const decisions = `/v1/cases/${caseId}/decisions`
    const about = { rationale: step.why, draftId: `story ${caseId} ${step.decision ? 'closed' : 'asked'}` }
    if (step.decision) await this.#post(step.by, decisions, { ...about, ...step.decision })
    if (!step.action) return
    const { policyId, action } = step
    const { durationMs } = action
    const wished = { caseId, policyId, action: action.action, durationMs }
    const { token: previewToken } = await this.#post(step.by, '/v1/orders/preview', wished)
    const actions = [{ ...action, previewToken }]
    const decision = { ...about, policyId, conclusion: 'violation', actions }
    const { orders } = await this.#post(step.by, decisions, decision)
    const [orderId] = orders as string[]
    for (const answer of step.answers ?? []) await this.#answer(String(orderId), answer)
  }

  async #answer(orderId: string, { by, does, why }: NonNullable<Step['answers']>[number]): Promise<void> {
    const order = `/v1/orders/${orderId}`
    if (does === 'stop') return void (await this.#post(by, `${order}/stop`, { reason: why }))
    if (does === 'restore') {
      await this.#until(async () => (await this.#ask(by, 'GET', order)).body.state === 'in_effect')
      return void (await this.#post(by, `${order}/restore`, { reason: why }))
    }
    await this.#until(async () => (await this.#ask(by, 'POST', '/v1/approvals/next')).body.orderId === orderId)
    const conclusion = does === 'approve' ? 'violation' : 'no_violation'
    const told = await this.#post(by, `${order}/own-verdict`, { conclusion, rationale: why })
    if (does === 'decline')
      return void (await this.#post(by, `${order}/decline`, { material: told.material, reason: why }))
    const { signingId } = await this.#post(by, '/v1/signings', { act: 'agree', about: orderId })
    const signature = await this.#post(by, '/v1/demo/sign', { signingId })
    await this.#post(by, `${order}/approve`, { signature })
  }

  /** As a visitor does, on the platform's own page. */
  async #report({ subject, category, ground = 'terms' }: Step, comment: string): Promise<void> {
    const body = new URLSearchParams({ ...subject, category, ground, comment })
    const { demoUrl, signal } = this.#ground
    const response = await fetch(`${demoUrl}/report`, { method: 'POST', body, signal })
    if (response.status >= 300) throw new Error(`a report about ${subject.id} was answered ${response.status}`)
  }

  /** Given as soon as the desk knows whose it is. */
  async #claim(by: Who, subjectId: string): Promise<string> {
    const claimed = await this.#until(async () => {
      const { status, body } = await this.#ask(by, 'POST', '/v1/cases/claim-next')
      return status === 200 && body
    })
    const { id, subject } = claimed as { id: string; subject: { id: string } }
    if (subject.id !== subjectId) throw new Error(`${by} was given ${subject.id} and not ${subjectId}`)
    return id
  }

  async #until<T>(look: () => Promise<T | false>): Promise<T> {
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      const seen = await look()
      if (seen !== false) return seen
      await pause(AGAIN_MS, undefined, { signal: this.#ground.signal })
    }
    throw new Error('what the story waits for did not come')
  }

  async #post(by: Who, path: string, body: object): Promise<Record<string, unknown>> {
    const { status, body: answer } = await this.#ask(by, 'POST', path, body)
    if (status >= 300) throw new Error(`${by} was answered ${status} at ${path}: ${String(answer.detail)}`)
    return answer
  }

  async #ask(by: Who, method: string, path: string, body?: object) {
    const { deskUrl, tokens, signal } = this.#ground
    const headers = {
      authorization: `Bearer ${tokens[by]}`,
      ...(body && { 'content-type': 'application/json' }),
    }
    const response = await fetch(`${deskUrl}${path}`, {
      ...{ method, headers, signal },
      ...(body && { body: JSON.stringify(body) }),
    })
    const said = await response.text()
    return { status: response.status, body: said === '' ? {} : (JSON.parse(said) as Record<string, unknown>) }
  }
}
