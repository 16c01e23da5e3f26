import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Queryable } from '../../src/foundation/database/db.ts'
import type { DemoAccess } from '../../src/app/cli/print/welcome.ts'
import { type Act, type Answered, type Decided, type Reported, STORY, type Waved, type Who } from './demo-steps.ts'

export interface StoryGround {
  deskUrl: string
  demoUrl: string
  tokens: DemoAccess['tokens']
  signal: AbortSignal
  /** Moves the clock of desk and platform to a minute of the morning, and waits until all work due by then is done. */
  moveTo(minute: number): Promise<void>
}

const TRIES_MAX = 100
const AGAIN_MS = 50
const READS_MINUTES = 1.5
const APPROVER_READS_MINUTES = 0.5

/** True when the desk has no report yet, so that the story can be played. */
export async function isUntold(db: Queryable): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select not exists (select from report) as untold`)) ?? false
}

/**
 * Plays a morning of the demo's people by the ordinary routes: cases and enforcements in every state, and an account
 * with many followers that was wrongly offline. Throws at every answer that differs from the story.
 */
export async function playDemoStory(ground: StoryGround): Promise<void> {
  const teller = new Teller(ground)
  for (const act of STORY) await teller.tell(act)
}

class Teller {
  readonly #ground: StoryGround
  /** The latest enforcement, by the id of its account. */
  readonly #enforcements = new Map<string, string>()

  constructor(ground: StoryGround) {
    this.#ground = ground
  }

  async tell(act: Act): Promise<void> {
    await this.#ground.moveTo(act.at)
    if ('reports' in act) for (const comment of act.reports) await this.#report(act, comment)
    else if ('decides' in act) await this.#decide(act)
    else if ('bulk' in act) await this.#ride(act)
    else await this.#answer(act)
  }

  async #decide({ at, about, by, decides, readsMinutes = READS_MINUTES }: Act & Decided): Promise<void> {
    const caseId = await this.#claim(by, about.id)
    await this.#ground.moveTo(at + readsMinutes)
    const decisions = `/v1/cases/${caseId}/decisions`
    const { why, policyId, action, conclusion } = decides
    const said = { rationale: why, draftId: `story ${caseId} ${conclusion ? 'closed' : 'asked'}` }
    if (conclusion) await this.#post(by, decisions, { ...said, ...conclusion })
    if (!action) return
    const wished = { caseId, policyId, action: action.action, durationMs: action.durationMs }
    const { token: previewToken, signs } = await this.#post(by, '/v1/enforcements/preview', wished)
    const signed = signs === true ? { signature: await this.#sign(by, '/v1/proposal-signings', wished) } : {}
    const actions = [{ ...action, previewToken, ...signed }]
    const { enforcements } = await this.#post(by, decisions, { ...said, policyId, conclusion: 'violation', actions })
    this.#enforcements.set(about.id, String((enforcements as string[])[0]))
  }

  async #ride({ about, by, bulk: { why, others, ...asked } }: Act & Waved): Promise<void> {
    const list = [about.id, ...others].join('\n')
    await this.#post(by, '/v1/bulk-actions', { ...asked, rationale: why, list })
  }

  async #answer({ at, about, by, answers, why }: Act & Answered): Promise<void> {
    const enforcementId = String(this.#enforcements.get(about.id))
    const enforcement = `/v1/enforcements/${enforcementId}`
    if (answers === 'stop') return void (await this.#post(by, `${enforcement}/stop`, { reason: why }))
    if (answers === 'restore') {
      await this.#until(async () => (await this.#ask(by, 'GET', enforcement)).body.state === 'in_effect')
      return void (await this.#post(by, `${enforcement}/restore`, { reason: why }))
    }
    if (answers === 'duty') {
      const { material } = (await this.#ask(by, 'GET', `${enforcement}/offer`)).body
      return void (await this.#post(by, `${enforcement}/duty`, { material }))
    }
    await this.#until(
      async () => (await this.#ask(by, 'POST', '/v1/approvals/next')).body.enforcementId === enforcementId,
    )
    await this.#ground.moveTo(at + APPROVER_READS_MINUTES)
    const conclusion = answers === 'approve' ? 'violation' : 'no_violation'
    const account = about.kind === 'account' ? { account: about.id } : {}
    const told = await this.#post(by, `${enforcement}/independent-review`, { conclusion, rationale: why, ...account })
    if (answers === 'decline')
      return void (await this.#post(by, `${enforcement}/decline`, { material: told.material, reason: why }))
    const signature = await this.#sign(by, '/v1/signings', { act: 'agree', about: enforcementId })
    await this.#post(by, `${enforcement}/approve`, { signature })
  }

  async #sign(by: Who, path: string, signing: object): Promise<Record<string, unknown>> {
    const { signingId } = await this.#post(by, path, signing)
    return this.#post(by, '/v1/demo/sign', { signingId })
  }

  /** Reports as a visitor does, on the platform's own page. */
  async #report({ about, category, ground = 'terms' }: Act & Reported, comment: string): Promise<void> {
    const body = new URLSearchParams({ ...about, category, ground, comment })
    const { demoUrl, signal } = this.#ground
    const response = await fetch(`${demoUrl}/report`, { method: 'POST', body, signal })
    if (response.status >= 300) throw new Error(`a report about ${about.id} was answered ${response.status}`)
  }

  /** Claims the case about a subject, which is possible once the desk knows its author. */
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
