import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { ROUTES } from '../../src/app/http/routes.ts'
import { makeJobHandlers } from '../../src/app/worker/priorities.ts'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import type { ReportBody } from '../../src/cases/intake/report-body.ts'
import { warnSender } from '../../src/cases/misuse/decide-measure.ts'
import { markMisuse } from '../../src/cases/misuse/mark-misuse.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { claimJobs } from '../../src/foundation/jobs.ts'
import { startChanging } from './changes.ts'
import { startMailServer } from './mail-server.ts'
import { givenKey } from './people.ts'
import { reportOf } from './reports.ts'
import type { TestDesk } from './server.ts'

export const SPAMMER = 'user-52'
const HOUR_MS = 3_600_000
const SAID = { gravity: 'serious', intent: 'deliberate', reason: 'The same menu again.' } as const

type Office = Awaited<ReturnType<typeof startOffice>>

/** Starts a desk that mails, with a reviewer, two leads and a policy person. */
async function startOffice(t: TestContext) {
  const mail = await startMailServer(t)
  const outbox = { mail: { url: mail.url, from: 'desk@platform.example' } }
  const publicPages = { name: 'Harbour', keyId: '' }
  const office = await startChanging(t, { driven: true, routes: ROUTES, outbox, publicPages })
  const { id: keyId } = await givenKey(office.db, ['report', 'appeals'])
  publicPages.keyId = keyId
  const heron = await office.person(['reviewer'], { onShift: true })
  const wren = await office.person(['lead'], { onShift: true })
  return { ...office, mail, keyId, heron, wren }
}

/** Sends reports of one sender, marks them, and warns the sender. */
function makeSender(office: Office) {
  const { db, desk, database, keyId } = office
  let sent = 0
  const send = async (changes: Partial<ReportBody> = {}, key = keyId) => {
    const now = await db.onlyValue<Date>(sql`select desk_now() as now`)
    const subject = { kind: 'account', id: `a-${++sent}` } as const
    const own = { id: `r-${sent}`, reporterId: SPAMMER, subject, reportedAt: now.toISOString() }
    const report = checkReport(reportOf({ ...own, ...changes }))
    const [outcome] = await commitReports(desk, [{ keyId: key, report }])
    if (outcome === undefined) throw new Error('a report has no outcome')
    return outcome
  }
  /** A report after which no violation was decided. */
  const unfounded = async (changes: Partial<ReportBody> = {}) => {
    const outcome = await send(changes)
    if (outcome.kind !== 'new') throw new Error(`the report was ${outcome.kind}`)
    const { reportId, caseId } = outcome.received
    if (caseId === null) throw new Error('the report waits for its case')
    await decideNothing(database, caseId)
    return { reportId, caseId }
  }
  const mark = async (by: StaffCaller, report?: { reportId: string; caseId: string }) => {
    const { reportId: id, caseId } = report ?? (await unfounded())
    return markMisuse(desk, { kind: 'report', id, caseId, ...SAID, by })
  }
  const senderId = () => db.onlyValue<string>(sql`select id from misuse_sender order by id limit 1`)
  const warn = async (by: StaffCaller) => warnSender(desk, { senderId: await senderId(), cause: 'unfounded', by })
  return { send, unfounded, mark, senderId, warn }
}

/** Starts a desk with a sender whose reports lead to nothing. */
export async function startMisuse(t: TestContext) {
  const office = await startOffice(t)
  const { db, database, plover, heron, wren, propose, agree } = office
  const sender = makeSender(office)
  const { mark, warn, senderId } = sender
  /** Five marks of two people, a warning, and two marks of what came later. */
  const warned = async () => {
    for (const by of [heron, heron, heron, plover, plover]) await mark(by)
    const warning = await warn(plover)
    await database.advance(HOUR_MS)
    for (const by of [heron, plover]) await mark(by)
    return warning
  }
  const proposePause = async (by: StaffCaller = plover) =>
    propose({ kind: 'sender_pause', senderId: await senderId(), days: 30 }, by)
  /** A pause that a person who made no mark agreed to. */
  const paused = async () => {
    await warned()
    await agree(await proposePause(), wren)
    return db.onlyValue<string>(sql`select id from misuse_measure where kind = 'pause'`)
  }
  return { ...office, ...sender, warned, proposePause, paused }
}

/** Runs the due jobs that tell senders and hand their reports and notices on. */
export async function workOnSenders({ desk }: Pick<TestDesk, 'desk'>): Promise<void> {
  const handlers = makeJobHandlers()
  for (;;) {
    const jobs = await claimJobs(desk.db, 'notice', 20)
    if (jobs.length === 0) return
    for (const job of jobs)
      if (job.kind === 'alert' || job.kind === 'deliver')
        await desk.db.query(sql`delete from job where kind = ${job.kind} and key = ${job.key}`)
      else await handlers[job.kind](desk, job)
  }
}

const decideNothing = ({ ownerPool }: TestDesk['database'], caseId: string) =>
  ownerPool.query(
    `with decided as (
      insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
      select $1, (select id from staff order by id limit 1), $1, sha256('d'), 'no_violation', 'None.', 1)
    update review_case set state = 'closed', closed_at = desk_now() where id = $1`,
    [caseId],
  )
