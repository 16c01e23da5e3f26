import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { ROUTES } from '../../src/app/http/routes.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { givenCase } from './cases.ts'
import { numberEntries } from './desk-with-history.ts'
import { type GivenStaff, givenStaff } from './people.ts'
import { sendSigned } from './sign.ts'
import { bearer, startTestDesk } from './server.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'

export const NOW = new Date('2026-05-04T09:00:00Z')
export const MINUTE_MS = 60_000

export interface Answered {
  status: number
  body: Record<string, unknown>
}

/** A person at work, and their acts on cases. */
export interface Worker {
  id: string
  token: string
  /** The id of the case that the person claims next. */
  next(): Promise<string | undefined>
  decide(caseId: string, body: Record<string, unknown>): Promise<Answered>
  answer(caseId: string, answer: unknown, more?: object): Promise<Answered>
  read(caseId: string): Promise<Answered>
  leave(): Promise<void>
}

/** Starts a desk with a stopped clock, at which people escalate cases to each other. */
export async function startAsking(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: ROUTES, driven: true })
  await database.setClock(NOW)
  const { db } = desk
  const send = async (token: string, method: 'GET' | 'POST', url: string, payload?: object): Promise<Answered> => {
    const answer = await app.inject({ method, url, headers: bearer(token), ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() }
  }
  const person = async (given: GivenStaff = {}): Promise<Worker> => {
    const { id, token } = await givenStaff(db, { onShift: true, ...given })
    return {
      id,
      token,
      next: async () => (await send(token, 'POST', '/v1/cases/claim-next')).body.id as string | undefined,
      decide: (caseId, body) => send(token, 'POST', `/v1/cases/${caseId}/decisions`, body),
      answer: async (caseId, answer, more = {}) => {
        const url = `/v1/cases/${caseId}/answer`
        const signs = 'agrees' in more && more.agrees === true && !('signature' in more)
        const body = { answer, ...more }
        if (!signs) return send(token, 'POST', url, body)
        const signed = await sendSigned({ app, desk }, { id, token }, url, body)
        // Without something to sign, the request is sent unsigned, so that the desk answers with its reason.
        return [404, 409].includes(signed.status) ? send(token, 'POST', url, body) : signed
      },
      read: (caseId) => send(token, 'GET', `/v1/cases/${caseId}`),
      leave: async () => void (await db.query(sql`insert into shift_event (staff_id, kind) values (${id}, 'end')`)),
    }
  }
  const asked = async (given: GivenStaff = {}, question: Record<string, unknown> = ASK_LEAD) => {
    const [caseId, ana] = [await givenCase(db), await person(given)]
    // Clears the rank, so that the desk's own rank can be compared with a newly computed one.
    await db.query(sql`update review_case set rank = null where id = ${caseId}`)
    if ((await ana.next()) !== caseId) throw new Error(`${caseId} was not given to its reviewer`)
    const { status, body } = await ana.decide(caseId, question)
    if (status !== 201) throw new Error(`asking was answered ${status}: ${JSON.stringify(body)}`)
    return { caseId, ana }
  }
  return { desk, db, database, send, person, asked, stateOf: (caseId: string) => stateOf(db, caseId) }
}

export const ASK_LEAD = {
  conclusion: 'escalate',
  escalateTo: 'lead',
  urgency: 'urgent',
  rationale: 'Is this satire?',
} as const

export const PROPOSE_EXCEPTION = {
  conclusion: 'newsworthy_exception',
  policyId: 'hate',
  rationale: 'A candidate said it.',
  assessment: {
    whoSpeaks: 'A candidate for mayor, in an election that is two weeks off.',
    publicInterest: 'Voters learn what she thinks of a part of them.',
    harm: 'Those she speaks of are demeaned; nobody is called on to do anything.',
    alternatives: 'A label would say that it breaks the rules, and leave it readable.',
  },
} as const

export interface CaseState {
  state: string
  queue: string
  holder: string | null
  dueMinutes: number
  late: boolean
  returned: boolean
}

async function stateOf(db: Pool, caseId: string): Promise<CaseState | undefined> {
  const { rows } = await db.query<CaseState>(sql`
    select state, queue, claimed_by as holder, returned, missed_due_at is not null as late,
      round(extract(epoch from due_at - ${NOW}::timestamptz) / 60)::integer as "dueMinutes"
    from review_case where id = ${caseId}`)
  return rows[0]
}

/** Returns the problems that verifying finds, each as `table id fault`. */
export async function problemsOf(db: Pool): Promise<string[]> {
  await numberEntries(db)
  const { problems } = await verifyLedger(db, LEDGER_CHECKS)
  return problems.map(({ table, id, fault }) => `${table} ${id} ${fault}`)
}
