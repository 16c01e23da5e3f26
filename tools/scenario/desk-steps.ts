import sql from 'sql-template-tag'
import { type Action, actorKey, takesOffline, accountKey } from '../../src/foundation/domain.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { insertEvent, LEASE_MS } from '../../src/cases/queue/queries.ts'
import type { Act } from '../../src/foundation/acts.ts'
import type { Day } from './day.ts'
import { formatEligible } from './stage/eligible.ts'
import type { Answer, RunningDesk } from './stage/running-desk.ts'
import type { Step } from './file/scenario-file.ts'
import type { Verb } from './file/scenario-schema.ts'
import { DAY_MS, MINUTE_MS } from '../../src/foundation/durations.ts'

const ACTION_DEFAULT: Action = 'deactivate'
const POLICY_DEFAULT = 'impersonation'
const CATEGORY_DEFAULT = 'SCAMS_AND_FRAUD'

interface Scene {
  day: Day
  desk: RunningDesk
  step: Step
  who: string
}

/** Carries out each step where a desk exists: people use it over HTTP, and its answers are recorded. */
export const DESK_STEPS: Record<Verb, (scene: Scene) => Promise<void>> = {
  report: async ({ day, desk, step }) => {
    const { report: handles = [], category = CATEGORY_DEFAULT, reason: comment = 'not who it says it is' } = step
    for (const handle of handles) {
      day.cases.set(handle, await desk.report(handle, { category, comment, at: day.now }))
    }
    day.say(null, formatReports(handles), `reported: ${handles.map((handle) => `@${handle}`).join(', ')}`)
  },
  claim: (scene) => (scene.day.line.routing === 'off' ? handOver(scene) : claimNext(scene)),
  preview: async (scene) => {
    const { day, who } = scene
    const shown = await preview(scene)
    if (isDone(shown)) day.say(who, `${who} reads what it does`, `${who} is shown: ${String(shown.body.sentence)}`)
    else refused(scene, 'look at it', shown)
  },
  ask,
  approve: async (scene) => {
    const considered = await consider(scene, 'violation')
    if (!isDone(considered)) return refused(scene, 'agree', considered)
    recordStep(scene, await answer(scene, 'approve'), 'agrees', 'agree')
  },
  decline: async (scene) => {
    const considered = await consider(scene, 'no_violation')
    if (!isDone(considered)) return refused(scene, 'decline', considered)
    recordStep(scene, await answer(scene, 'decline'), 'declines', 'decline')
  },
  duty: async (scene) => recordStep(scene, await answer(scene, 'duty'), 'is to confirm it', 'take on to confirm'),
  confirm: async (scene) => recordStep(scene, await answer(scene, 'confirm'), 'confirms it', 'confirm'),
  stop: async (scene) => recordStep(scene, await onEnforcement(scene, 'stop'), 'stops it', 'stop it'),
  restore: async (scene) => recordStep(scene, await onEnforcement(scene, 'restore'), 'restores it', 'restore it'),
  keep: async (scene) => {
    const { desk, who, step, day } = scene
    const body = { conclusion: 'no_violation', rationale: step.reason ?? 'this is who it says it is' }
    const path = `/v1/cases/${day.cases.get(aboutOf(step))}/decisions`
    recordStep(scene, await desk.post(who, path, body), `decides: @${aboutOf(step)} stays`, 'decide')
  },
  freeze: async (scene) =>
    recordStep(
      scene,
      await scene.desk.post(scene.who, '/v1/freezes', { reason: scene.step.freeze }),
      'freezes all harm',
      'freeze',
    ),
  leave: async (scene) => recordStep(scene, await scene.desk.post(scene.who, '/v1/me/shift/end'), 'leaves', 'leave'),
  look: ({ day, step, who }) => formatLook(day, who, aboutOf(step)),
  eligible: ({ day, desk, step }) => formatEligible(day, desk, aboutOf(step)),
  kill: async ({ day }) => {
    await day.killDesk()
    day.say(
      null,
      'desk and database killed',
      'desk and database are killed (kill -9): from here on there is only the platform',
    )
  },
}

/** The account a step is about. */
export const aboutOf = (step: Step): string => {
  const value = step[step.verb]
  return typeof value === 'string' ? value : ''
}

export const formatReports = (handles: readonly string[]): string =>
  handles.length === 1 ? `@${handles[0]} is reported` : `${handles.length} reports`

/** Records what a visitor of the account's page sees. */
export async function formatLook(day: Day, who: string, handle: string): Promise<void> {
  const visible = await day.platform.visit(handle)
  day.say(who, `${who} looks: ${visible ? 'it is there' : 'it is gone'}`)
}

const isDone = ({ status }: Answer): boolean => status >= 200 && status < 300

/** Records what a person did, or that the desk refused it. */
function recordStep(scene: Scene, answered: Answer, did: string, wanted: string): void {
  const { day, who, step } = scene
  if (isDone(answered)) day.say(who, `${who} ${did}`, step.reason && `${who} ${did}: “${step.reason}”`)
  else refused(scene, wanted, answered)
}

function refused({ day, who }: Scene, wanted: string, { status, body }: Answer): void {
  const why = typeof body.detail === 'string' ? body.detail : `answered ${status}`
  day.say(who, `${who} can't ${wanted}`, `${who} can't ${wanted}: ${why}`)
}

async function claimNext({ day, desk, step, who }: Scene): Promise<void> {
  const { status, body } = await desk.post(who, '/v1/cases/claim-next')
  const wanted = aboutOf(step)
  if (status === 204) {
    day.say(who, `${who} is given nothing`)
    return
  }
  const subject = body.subject as { id?: string } | undefined
  if (subject?.id === undefined) return refused({ day, desk, step, who }, 'be given a case', { status, body })
  const given = `${who} is given @${subject.id}`
  day.say(who, subject.id === wanted ? given : `${given}, not @${wanted}`)
}

/** Assigns a case to a person without the desk's routing. No route does so, only the database. */
async function handOver({ day, desk, step, who }: Scene): Promise<void> {
  const caseId = day.cases.get(aboutOf(step)) ?? ''
  const staffId = desk.ids.get(who) ?? ''
  await inTransaction(desk.db, async (tx) => {
    const { rowCount } = await tx.query(sql`
      update review_case set claimed_by = ${staffId}, claimed_at = date_trunc('milliseconds', desk_now()),
        claimed_until = desk_now() + ${LEASE_MS} * interval '1 ms', reserved_for = null, reserved_until = null
      where id = ${caseId} and state = 'open'`)
    if (rowCount !== 1) throw new Error(`case ${caseId} can't be handed over`)
    const by = { kind: 'staff', id: staffId } as const
    await insertEvent(tx, { caseId, kind: 'claimed', by: actorKey(by) })
    queueEntry(tx, { kind: 'case_claimed', caseId, by, subject: accountKey(aboutOf(step)) })
  })
  day.say(who, `${who} is handed the case`, `${who} is handed the case of @${aboutOf(step)}, past the desk's routing`)
}

const wishOf = ({ action = ACTION_DEFAULT, days }: Step) => ({
  action,
  ...(days === undefined ? {} : { durationMs: days * DAY_MS }),
})

function preview({ day, desk, step, who }: Scene): Promise<Answer> {
  const caseId = day.cases.get(aboutOf(step))
  return desk.post(who, '/v1/enforcements/preview', {
    caseId,
    policyId: step.policy ?? POLICY_DEFAULT,
    ...wishOf(step),
  })
}

/** Proposes an enforcement as a person who has read its preview does. */
async function ask(scene: Scene): Promise<void> {
  const { day, desk, step, who } = scene
  const handle = aboutOf(step)
  const shown = await preview(scene)
  const named = step.takes_it_for ?? handle
  const wish = { caseId: day.cases.get(handle), policyId: step.policy ?? POLICY_DEFAULT, ...wishOf(step) }
  const signature = shown.body.signs === true ? await desk.signProposal(who, wish) : undefined
  const decided = await desk.post(who, `/v1/cases/${day.cases.get(handle)}/decisions`, {
    conclusion: 'violation',
    policyId: step.policy ?? POLICY_DEFAULT,
    rationale: step.reason ?? 'pretends to be another person',
    actions: [
      {
        ...wishOf(step),
        ...(isDone(shown) ? { previewToken: shown.body.token } : {}),
        ...(signature ? { signature } : {}),
        identified: { handle: named, accountId: named },
        ...(step.assessment ? { assessment: toAssessment(step.assessment) } : {}),
      },
    ],
  })
  if (!isDone(decided)) return refused(scene, named === handle ? 'ask' : `ask about @${named}`, decided)
  const [enforcementId] = decided.body.enforcements as string[]
  if (enforcementId !== undefined) day.enforcements.set(handle, enforcementId)
  day.say(who, ...formatProposed(who, wishOf(step).action, shown.body as unknown as Shown))
}

/** The part of a preview that the timeline repeats. */
interface Shown {
  requirement: { people: string; holdMs: number; confirmMs: number | null }
  frozenUntil: string | null
}

/** Returns the proposal as a summary and in full. */
function formatProposed(who: string, action: Action, { requirement, frozenUntil }: Shown): [string, string] {
  const { people, holdMs, confirmMs } = requirement
  const needs = [
    ...(people === '' ? [] : [`${people} must agree`]),
    ...(frozenUntil === null ? [] : ['no harm begins while all is frozen']),
    ...(holdMs > 0 ? [`it is held for ${holdMs / MINUTE_MS} minutes`] : []),
    ...(confirmMs === null ? [] : [`a person must confirm it within ${confirmMs / MINUTE_MS} minutes`]),
  ]
  if (needs.length > 0) {
    return [
      people === '' ? `${who} asks, and it waits` : `${who} asks others`,
      `${who} asks to ${action}: ${needs.join('; ')}`,
    ]
  }
  return [
    takesOffline(action) ? `${who} takes it offline` : `${who} proposes to ${action}`,
    `${who} proposes to ${action}: no approval is needed`,
  ]
}

const toAssessment = (weighed: NonNullable<Step['assessment']>) => ({
  whoSpeaks: weighed.who_speaks,
  publicInterest: weighed.public_interest,
  harm: weighed.harm,
  alternatives: weighed.alternatives,
})

/** Waits for the reading time, before which an approver cannot approve a restrictive action on a protected account. */
const READING_MS = 20_000

/** Makes the desk offer the enforcement to a person, who submits an independent review. */
async function consider({ day, desk, step, who }: Scene, conclusion: string): Promise<Answer> {
  const enforcementId = day.enforcements.get(aboutOf(step))
  const offered = await desk.post(who, '/v1/approvals/next')
  if (!isDone(offered)) return offered
  if (offered.body.enforcementId !== enforcementId) {
    const detail = `${who} is asked about ${String(offered.body.enforcementId ?? 'nothing')} and not about ${enforcementId ?? 'it'}`
    return { status: 409, body: { detail } }
  }
  await day.setClock(new Date(day.now.getTime() + READING_MS))
  const rationale = step.reason ?? 'as I see it'
  const { id: account } = offered.body.subject as { id: string }
  return desk.post(who, `/v1/enforcements/${enforcementId}/independent-review`, { conclusion, rationale, account })
}

/** The answers that a person signs with a passkey, each with its act. */
const SIGNED: Partial<Record<string, Act>> = { approve: 'agree', confirm: 'confirm' }

/** Sends a person's answer to the enforcement that the desk showed this person last. */
async function answer(scene: Scene, said: 'approve' | 'decline' | 'duty' | 'confirm'): Promise<Answer> {
  const { day, desk, step, who } = scene
  const enforcementId = day.enforcements.get(aboutOf(step))
  const reason = step.reason === undefined ? {} : { reason: step.reason }
  const url = `/v1/enforcements/${enforcementId}/${said}`
  const act = SIGNED[said]
  if (act !== undefined) return desk.postSigned(who, { act, about: enforcementId ?? '' }, url, reason)
  const { body } = await desk.get(who, `/v1/enforcements/${enforcementId}/offer`)
  const needed = said === 'decline' ? { reason: 'this is who it says it is' } : {}
  return desk.post(who, url, { material: String(body.material), ...needed, ...reason })
}

function onEnforcement({ day, desk, step, who }: Scene, what: 'stop' | 'restore'): Promise<Answer> {
  const reason = step.reason === undefined ? {} : { reason: step.reason }
  return desk.post(who, `/v1/enforcements/${day.enforcements.get(aboutOf(step))}/${what}`, reason)
}
