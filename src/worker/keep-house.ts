import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { alertDeadEnds } from '../approval/ask/alert-dead-ends.ts'
import { callToLook } from '../approval/ask/call-to-look.ts'
import { returnDocuments } from '../approval/ask/return-documents.ts'
import { watchBrakes } from '../approval/brakes/watch-brakes.ts'
import { findUnusualReading } from '../audit/unusual-reading.ts'
import { makeLedgerVerifier, watchLedger } from '../audit/watch-ledger.ts'
import { forgetAutomation } from '../automation/forget-automation.ts'
import { expireCampaigns } from '../campaign/end-campaigns.ts'
import { expireChanges } from '../change/answer-change.ts'
import { applyAgreedChanges } from '../change/delay-change.ts'
import { closeKeyWindow } from '../change/enrol-passkey.ts'
import { endOverdueRecovery } from '../change/recover-keys.ts'
import { reviewProtections } from '../change/review-protections.ts'
import type { Desk } from '../desk.ts'
import { beginDrills } from '../drill/begin-drills.ts'
import { planRepeating } from '../drill/repeat-drills.ts'
import { alignEscrow } from '../effect/align-escrow.ts'
import { compareJournal } from '../effect/compare-journal.ts'
import { makeJournalFollower } from '../effect/follow-journal.ts'
import { REMAKE_EVERY_MS, remakeEnds } from '../effect/remake-ends.ts'
import { seeBroughtBack } from '../effect/see-brought-back.ts'
import { shortenEscrow } from '../effect/shorten-escrow.ts'
import { fillLookalikes } from '../intake/lookalike-queries.ts'
import { watchClocks } from '../law/watch-clocks.ts'
import { messageOf } from '../lib/errors.ts'
import { spreadEvents } from '../notice/spread-events.ts'
import { forgetDeliveries, sendDigests } from '../notice/spread-page.ts'
import { lapseClaims } from '../queue/lapse-claims.ts'
import { markLateCases } from '../queue/mark-late.ts'
import { makeStraySearch } from '../queue/place-stray-cases.ts'
import { drawSecondLooks } from '../review/draw-second-looks.ts'
import { pageLateCases } from '../review/page-late-cases.ts'
import { pageOverdueExceptions } from '../review/page-overdue.ts'
import { deleteLapsed } from '../signature/queries.ts'
import { forgetWork } from '../staff/forget-work.ts'
import { forgetCeremonies } from '../staff/session/ceremony.ts'
import { forgetSignOns } from '../staff/sso/sign-on-queries.ts'
import { planWatch, tellUnread } from '../watch/plan-watch.ts'

const MONTHS_AHEAD = 2
const FORGOTTEN_AT_ONCE = 10_000

/** What has to be done again and again, and how often: often enough that nobody waits for it, and no more. */
const CHORES: readonly { name: string; everyMs: number; run: (desk: Desk) => Promise<unknown> }[] = [
  { name: 'take back claims that ran out', everyMs: 2_000, run: lapseClaims },
  { name: 'put late cases before others', everyMs: 1_000, run: markLateCases },
  { name: 'tell of what the law gives little time for', everyMs: 2_000, run: watchClocks },
  { name: 'tell of exceptions to be looked at again', everyMs: 10_000, run: pageOverdueExceptions },
  { name: 'tell of late cases that are not for whoever had them', everyMs: 60_000, run: pageLateCases },
  { name: 'draw what is looked at a second time', everyMs: 60_000, run: drawSecondLooks },
  { name: 'find cases in the wrong lane', everyMs: 5_000, run: makeStraySearch() },
  { name: 'work out how accounts look that were known before', everyMs: 1_000, run: fillLookalikes },
  { name: 'make lost ends again', everyMs: REMAKE_EVERY_MS, run: remakeEnds },
  { name: 'see what was brought back without the desk', everyMs: 10_000, run: seeBroughtBack },
  { name: 'keep the recovery journal complete on this machine', everyMs: 1_000, run: makeJournalFollower() },
  { name: 'bring the escrow file up to date', everyMs: 3_600_000, run: alignEscrow },
  { name: 'compare the recovery journal with the database', everyMs: 3_600_000, run: compareJournal },
  { name: 'keep the escrow file short', everyMs: 60_000, run: shortenEscrow },
  { name: 'watch whoever is protected', everyMs: 5_000, run: planWatch },
  { name: 'tell what could not be watched', everyMs: 60_000, run: tellUnread },
  { name: 'apply agreed changes whose time has come', everyMs: 2_000, run: applyAgreedChanges },
  { name: 'end changes nobody decided about in time', everyMs: 10_000, run: expireChanges },
  { name: 'tell of whoever reads much and has no case about it', everyMs: 10_000, run: findUnusualReading },
  { name: 'end campaigns nobody agreed to in time', everyMs: 10_000, run: expireCampaigns },
  { name: 'have what protects be looked at again', everyMs: 60_000, run: reviewProtections },
  { name: 'call whoever is alone to a second look', everyMs: 10_000, run: callToLook },
  { name: 'return cases of unconfirmed documents', everyMs: 60_000, run: returnDocuments },
  { name: 'alert leads of enforcements that nobody on duty can lead on', everyMs: 30_000, run: alertDeadEnds },
  { name: 'plan drills that repeat', everyMs: 10_000, run: planRepeating },
  { name: 'begin drills whose time has come', everyMs: 2_000, run: beginDrills },
  { name: 'follow the ledger', everyMs: 15_000, run: watchLedger },
  { name: 'read the whole ledger once a day', everyMs: 60_000, run: makeLedgerVerifier() },
  { name: 'end what nobody signed in time', everyMs: 60_000, run: ({ db }) => deleteLapsed(db) },
  { name: 'end the days in which keys are enrolled at once', everyMs: 10_000, run: closeKeyWindow },
  { name: 'end a way back in that nobody used', everyMs: 10_000, run: endOverdueRecovery },
  { name: 'forget what was known of people at work', everyMs: 3_600_000, run: forgetActorFacts },
  { name: 'tell of whoever pulls brakes again and again', everyMs: 5_000, run: watchBrakes },
  { name: 'forget what was spent', everyMs: 600_000, run: ({ db }) => db.query(sql`select forget_spent()`) },
  {
    name: 'drop bytes of what is sealed',
    everyMs: 600_000,
    run: ({ db }) => db.query(sql`select drop_sealed_bytes(null)`),
  },
  {
    name: 'forget what people said who appealed',
    everyMs: 3_600_000,
    run: ({ db }) => db.query(sql`select forget_appeals()`),
  },
  {
    name: 'delete the statements of removal requests',
    everyMs: 3_600_000,
    run: ({ db }) => db.query(sql`select forget_removal_requests()`),
  },
  {
    name: 'forget what was known of accounts that need not be kept any more',
    everyMs: 600_000,
    run: ({ db }) => db.query(sql`select forget_overwritten_facts(${FORGOTTEN_AT_ONCE})`),
  },
  {
    name: 'forget how many contents accounts had',
    everyMs: 3_600_000,
    run: ({ db }) => db.query(sql`select forget_content_counts(${FORGOTTEN_AT_ONCE})`),
  },
  {
    name: 'delete reports about credentials',
    everyMs: 3_600_000,
    run: ({ db }) => db.query(sql`select forget_credential_reports(${FORGOTTEN_AT_ONCE})`),
  },
  { name: 'forget when people worked', everyMs: 3_600_000, run: forgetWork },
  { name: 'forget what sources said and rules made of it', everyMs: 3_600_000, run: forgetAutomation },
  { name: 'tell webhooks that follow what happened', everyMs: 500, run: spreadEvents },
  { name: 'tell once a day what waits in an inbox', everyMs: 60_000, run: sendDigests },
  { name: 'forget what went where', everyMs: 3_600_000, run: forgetDeliveries },
  { name: 'forget ceremonies nobody finished', everyMs: 60_000, run: forgetCeremonies },
  { name: 'forget sign-ons nobody came back from', everyMs: 60_000, run: forgetSignOns },
  { name: 'make the months for reports', everyMs: 3_600_000, run: ensureReportMonths },
]

/** Does every chore at its interval until told to stop. One that fails is tried again at its next turn. */
export async function keepHouse(desk: Desk, signal: AbortSignal): Promise<void> {
  const onTasks: Desk = Object.create(desk, { db: { value: desk.taskDb } })
  await Promise.all(CHORES.map((chore) => repeat(onTasks, chore, signal)))
}

async function repeat(desk: Desk, chore: (typeof CHORES)[number], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await chore
      .run(desk)
      .catch((error: unknown) => desk.log.error({ chore: chore.name, error: messageOf(error) }, 'a chore failed'))
    await pause(chore.everyMs, undefined, { signal }).catch(() => {})
  }
}

async function ensureReportMonths(desk: Desk): Promise<void> {
  await desk.db.query(sql`select ensure_report_months(${MONTHS_AHEAD})`)
}

/** Of verdicts older than 30 days. What the guards made of it stays. */
async function forgetActorFacts(desk: Desk): Promise<void> {
  await desk.db.query(sql`select forget_actor_facts(), forget_campaign_actors()`)
}
