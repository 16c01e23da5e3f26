import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { givenClaim, givenReport, send, violation } from './desk-flow.ts'
import { type GivenStaff, givenStaff } from './people.ts'
import { readEvidence } from './read-evidence.ts'
import { sendSigned, signatureFor } from './sign.ts'
import { startWorkingDesk, type WorkingDesk } from './working-desk.ts'

/**
 * The account of a minister: two seniors or leads of two teams must approve, with hold, confirmation and assessment.
 */
export const MINISTER = { kind: 'account', id: 'vale' } as const
/** A high-reach account without a public office: one other person must approve. */
export const STAR = { kind: 'account', id: 'otto' } as const

const FAR = new Date('2100-01-01T00:00:00Z')
const MINUTE_MS = 60_000
/** The shortest time that a decision about a large account takes. */
const REVIEW_MS = 30_000
/** The shortest time that approving a restrictive action on a protected account takes. */
export const READING_MS = 20_000

export interface Person {
  id: string
  token: string
}

/**
 * Starts a desk at a time that only the test moves, with a person who has proposed an enforcement that others must
 * approve.
 */
export async function startGate(t: TestContext, options: Parameters<typeof startWorkingDesk>[1] = {}) {
  const working = await startWorkingDesk(t, { ...options, driven: options.driven ?? true })
  const person = async (given: GivenStaff = {}): Promise<Person> =>
    givenStaff(working.desk.db, {
      onShift: true,
      languages: [],
      clearances: ['protected', 'safety', 'legal'],
      tokenExpiresAt: FAR,
      ...given,
    })
  return { ...working, person, gate: gateOf(working) }
}

export type Gate = ReturnType<typeof gateOf>

export function gateOf(working: WorkingDesk) {
  const post = (who: Person, url: string, body: object = {}) => send(working, who.token, 'POST', url, body)

  const get = (who: Person, url: string) => send(working, who.token, 'GET', url)

  /** Reports the subject, has a person claim the case, and lets the review time pass. */
  const claim = async (subject: { kind: 'account' | 'content'; id: string }, who: Person): Promise<string> => {
    await givenReport(working, subject)
    const caseId = await givenClaim(working, who.token)
    await working.advance(REVIEW_MS).catch(() => undefined)
    return caseId
  }

  const preview = (caseId: string, who: Person, action: object, more: object = {}) =>
    post(who, '/v1/enforcements/preview', { caseId, policyId: 'scam', ...action, ...more })

  /** Proposes as a reviewer does who has read the preview. Returns the decision. */
  const { ask, interim } = proposingOf(working, post, preview)

  const read = (enforcementId: string, who: Person) =>
    send(working, who.token, 'GET', `/v1/enforcements/${enforcementId}/offer`)

  const review = reviewingOf(working, post)

  /** Offers an enforcement to an approver, lets the reading time pass, and sends their independent review. */
  const consider = async (enforcementId: string, who: Person, conclusion = 'violation') => {
    const offered = await post(who, '/v1/approvals/next')
    if (offered.body.enforcementId !== enforcementId) {
      throw new Error(`${enforcementId} was not offered: ${offered.status} ${JSON.stringify(offered.body)}`)
    }
    await working.advance(READING_MS).catch(() => readEvidence(working.database.ownerPool))
    return review(enforcementId, who, { conclusion })
  }

  /** Sends an approver's answer about the version they were shown last. */
  const sendAnswer = async (
    enforcementId: string,
    who: Person,
    answer: 'approve' | 'decline' | 'duty' | 'confirm',
    reason?: string,
  ) => {
    const told = reason === undefined ? {} : { reason }
    const url = `/v1/enforcements/${enforcementId}/${answer}`
    if (answer === 'approve' || answer === 'confirm') return sendSigned(working, who, url, told)
    const { body } = await read(enforcementId, who)
    return post(who, url, { material: String(body.material), ...told })
  }

  /** Sends a request as `post` does, for a signed act. */
  const signed = (who: Person, url: string, body: object = {}) => sendSigned(working, who, url, body)

  const approve = async (enforcementId: string, who: Person) => {
    await consider(enforcementId, who)
    return sendAnswer(enforcementId, who, 'approve')
  }
  return { get, post, claim, preview, ask, interim, read, review, consider, sendAnswer, approve, signed }
}

type Post = (who: Person, url: string, body?: object) => ReturnType<typeof send>
type Preview = (caseId: string, who: Person, action: object) => ReturnType<typeof send>

/** Returns a function that stores a person's own review. They take it for the account it is, unless said otherwise. */
function reviewingOf({ desk }: WorkingDesk, post: Post) {
  return async (enforcementId: string, who: Person, said: { conclusion?: string; account?: string | null } = {}) => {
    const { rows } = await desk.db.query<{ account: string | null }>(sql`
      select account_id as account from enforcement where id = ${enforcementId}`)
    const own = { conclusion: 'violation', rationale: 'as I see it', account: rows[0]?.account ?? null, ...said }
    return post(who, `/v1/enforcements/${enforcementId}/independent-review`, own)
  }
}

/** Returns the functions by which a person proposes, signing the acts they do alone. */
function proposingOf(working: WorkingDesk, post: Post, preview: Preview) {
  const ask = async (
    caseId: string,
    who: Person,
    action: object = { action: 'deactivate' },
    more: object = {},
    policyId = 'scam',
  ) => {
    const { body } = await preview(caseId, who, { policyId, ...action })
    const signed = body.signs === true ? await signatureFor(working, who, { caseId, policyId, ...action }) : {}
    const actions = [{ ...action, ...more, ...signed, previewToken: String(body.token) }]
    const decided = await post(who, `/v1/cases/${caseId}/decisions`, violation({ policyId, actions }))
    const unsigned = Array.isArray(decided.body.unsigned) ? decided.body.unsigned : []
    for (const id of unsigned) {
      const { status, body: why } = await sendSigned(working, who, `/v1/enforcements/${id}/sign`)
      if (status !== 200) throw new Error(`${id} was not signed: ${JSON.stringify(why)}`)
    }
    return decided
  }

  /** Takes an interim measure, signed where the account is protected. */
  const interim = async (caseId: string, who: Person, action: string, more: object = {}) => {
    const wish = { caseId, policyId: 'scam', action, ...more }
    return post(who, '/v1/interim-measures', {
      ...wish,
      reason: 'it goes on right now',
      ...(await signatureFor(working, who, { ...wish, interim: true })),
    })
  }
  return { ask, interim }
}

export const identified = (account: { id: string }, handle: string) => ({
  identified: { handle, accountId: account.id },
})

export const ASSESSMENT = {
  assessment: {
    whoSpeaks: 'a minister of transport',
    publicInterest: 'travellers hear from it when the trains stand',
    harm: 'it sells what is not there',
    alternatives: 'a label would do less',
  },
}

/** The single enforcement of an answer. */
export function only(enforcements: unknown): string {
  if (!Array.isArray(enforcements) || enforcements.length !== 1)
    throw new Error(`not one enforcement: ${JSON.stringify(enforcements)}`)
  return String(enforcements[0])
}

export const minutes = (count: number): number => count * MINUTE_MS

/** Waits for the texts of an enforcement's statements, so that the clock does not move while they are made. */
export const untilStated = ({ desk, untilSo }: Pick<WorkingDesk, 'desk' | 'untilSo'>, id: string): Promise<true> =>
  untilSo('its statements', () =>
    desk.db.findValue<true>(sql`
      select true from statement left join statement_content on statement_id = id
      where enforcement_id = ${id} having bool_and(statement_id is not null)`),
  )
