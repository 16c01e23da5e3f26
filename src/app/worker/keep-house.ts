import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { alertDeadEnds } from '../../enforcement/approvers/alert-dead-ends.ts'
import { callToLook } from '../../enforcement/offer/call-to-look.ts'
import { returnDocuments } from '../../enforcement/approve/return-documents.ts'
import { watchBrakes } from '../../enforcement/limits/watch-brakes.ts'
import { findUnusualReading } from '../../oversight/views/unusual-reading.ts'
import { makeLedgerVerifier, watchLedger } from '../../oversight/ledger/watch-ledger.ts'
import { forgetAutomation } from '../../bulk/automation/forget-automation.ts'
import { expireCampaigns } from '../../bulk/actions/end-campaigns.ts'
import { expireChanges } from '../../admin/change/answer-change.ts'
import { applyAgreedChanges } from '../../admin/change/delay-change.ts'
import { closeKeyWindow } from '../../admin/passkeys/enrol-passkey.ts'
import { endOverdueRecovery } from '../../admin/passkeys/recover-keys.ts'
import { reviewProtections } from '../../admin/protections/review-protections.ts'
import type { Desk } from '../../policy/desk.ts'
import { beginDrills } from '../../enforcement/drill/begin-drills.ts'
import { planRepeating } from '../../enforcement/drill/repeat-drills.ts'
import { alignEscrow } from '../../enforcement/journal/align-escrow.ts'
import { compareJournal } from '../../enforcement/journal/compare-journal.ts'
import { makeJournalFollower } from '../../enforcement/journal/follow-journal.ts'
import { REMAKE_EVERY_MS, remakeEnds } from '../../enforcement/reconcile/remake-ends.ts'
import { seeBroughtBack } from '../../enforcement/journal/see-brought-back.ts'
import { shortenEscrow } from '../../enforcement/journal/shorten-escrow.ts'
import { fillLookalikes } from '../../cases/lookalikes/lookalike-queries.ts'
import { watchClocks } from '../../cases/legal-clocks/watch-clocks.ts'
import { messageOf } from '../../foundation/errors.ts'
import { spreadEvents } from '../../oversight/events/spread-events.ts'
import { forgetDeliveries, sendDigests } from '../../oversight/notifications/spread-page.ts'
import { lapseClaims } from '../../cases/claims/lapse-claims.ts'
import { markLateCases } from '../../cases/queue/mark-late.ts'
import { makeStraySearch } from '../../cases/routing/place-stray-cases.ts'
import { drawSecondLooks } from '../../review/quality-review/draw-second-looks.ts'
import { pageLateCases } from '../../review/case/page-late-cases.ts'
import { pageOverdueExceptions } from '../../review/exceptions/page-overdue.ts'
import { deleteLapsed } from '../../people/signatures/queries.ts'
import { forgetWork } from '../../people/shifts/forget-work.ts'
import { forgetCeremonies } from '../../people/sessions/ceremony.ts'
import { forgetSignOns } from '../../people/sso/sign-on-queries.ts'
import { planWatch, tellUnread } from '../../enforcement/drift/plan-watch.ts'

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
