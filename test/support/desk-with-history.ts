import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { recordViews } from '../../src/oversight/views/record-views.ts'
import { ACCOUNTS_OPENED_MAX, findUnusualReading } from '../../src/oversight/views/unusual-reading.ts'
import type { AgedView } from '../../src/oversight/views/view-log.ts'
import { previewBulkRestore } from '../../src/enforcement/restore/bulk-restore.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { DESK, type Role, type StaffCaller } from '../../src/foundation/domain.ts'
import { commitAlone, receiveReport } from '../../src/cases/intake/receive-report.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { inTransaction, type Pool } from '../../src/foundation/database/db.ts'
import { claimNextCase } from '../../src/cases/claims/claim-next.ts'
import { releaseClaim } from '../../src/cases/claims/release-claim.ts'
import { addNote, newMentionLimit } from '../../src/review/case/add-note.ts'
import { decide } from '../../src/review/decide/decide.ts'
import { addStaff } from '../../src/people/staff/add-staff.ts'
import { endStaff } from '../../src/admin/offboarding/end-staff.ts'
import { giveNotice } from '../../src/admin/offboarding/give-notice.ts'
import { addKey, revokeKey } from '../../src/people/access/keys.ts'
import { addToRota, removeFromRota } from '../../src/people/shifts/rota.ts'
import { restrictStaff } from '../../src/admin/offboarding/restrict-staff.ts'
import { makeKeyList } from '../../src/people/passkeys/key-list.ts'
import { addSoftwareKey } from '../../src/people/passkeys/add-software-key.ts'
import { inviteStaff } from '../../src/people/invitations/invite.ts'
import { beginSession } from '../../src/people/sessions/sessions.ts'
import { endBreak, startBreak, startShift } from '../../src/people/shifts/shifts.ts'
import { addStaffToken, revokeStaffToken } from '../../src/people/access/staff-tokens.ts'
import { givenAccount } from './cases.ts'
import { makePseudonym } from './people.ts'
import { startTestDesk, type TestDesk } from './server.ts'

const SHIFT_MINUTES = 480

/**
 * Starts a desk with a varied history, created by the desk's own acts only, in which every ledger entry has its number.
 */
export async function startDeskWithHistory(t: TestContext): Promise<TestDesk> {
  const test = await startTestDesk(t)
  const { desk } = test
  const ana = await person(test, ['reviewer', 'lead'])
  const ben = await person(test, ['reviewer'])
  await makeKeyList(desk, { relyingParty: desk.relyingParty, days: 365, by: DESK })
  const key = await addKey(desk, { name: 'reports', scopes: ['report'] }, DESK)
  await revokeKey(desk, (await addKey(desk, { name: 'old', scopes: ['facts'] }, DESK)).id, DESK)
  const { id: tokenId } = await addStaffToken(desk, { staffId: ana.id, label: 'old', days: 1 }, DESK)
  await revokeStaffToken(desk, tokenId, DESK)
  await signIn(test, [ana.id, ben.id])
  await endStaff(desk, ben.id, DESK)
  const berlin = { zone: 'Europe/Berlin', begins: '22:00', ends: '06:00', fromDay: '2026-05-01', untilDay: null }
  const dora = await person(test, ['senior'])
  await addToRota(desk, { staffId: dora.id, turn: 'primary', days: [1, 2, 3], ...berlin }, ana)
  const turn = await addToRota(desk, { staffId: dora.id, turn: 'secondary', days: [4], ...berlin }, ana)
  await removeFromRota(desk, turn, ana)
  const cleo = await person(test, ['reviewer'])
  await giveNotice(desk, { staffId: cleo.id, kind: 'involuntary', endsAt: new Date('2100-01-01T00:00:00Z') }, DESK)
  await restrictStaff(desk, { staffId: cleo.id, by: ana, reason: 'A stolen laptop.' })
  await startBreak(desk, ana.id)
  await endBreak(desk, ana.id)
  await givenContents(desk.db, await givenAccount(desk.db), ['one', 'two'])
  for (const subject of ['one', 'one', 'two']) await report(test, key.id, subject)
  const first = await claimNextCase(desk.db, ana.id)
  const second = await claimNextCase(desk.db, ana.id)
  if (!first || !second) throw new Error('two cases were reported and not both were given')
  await addNote(desk, newMentionLimit(), { caseId: first.id, staffId: ana.id, text: 'Looks like one of many.' })
  await releaseClaim(desk.db, second.id, ana.id)
  const {
    enforcements: [enforcementId = ''],
  } = await decide(desk, {
    caseId: first.id,
    by: ana,
    draftId: 'draft-1',
    conclusion: 'violation',
    policyId: 'scam',
    rationale: 'The same text a hundred times.',
    actions: [
      // No platform answers here, and hiding waits for one.
      { action: 'lock', on: 'account', durationMs: 86_400_000 },
      { action: 'label', label: 'repeated' },
    ],
  })
  await restoreEnforcement(desk, { enforcementId, by: ana, cause: 'mistake', reason: 'It was one.' })
  const scope = { byKind: 'staff', byId: ana.id, since: new Date(0), until: undefined } as const
  await previewBulkRestore(desk, scope, ana)
  await recordViews(desk, lookAround(ana.id))
  await findUnusualReading(desk)
  await inTransaction(desk.db, async (tx) =>
    queueEntry(tx, { kind: 'needs_attention', why: 'Nothing but an entry.', by: DESK, subject: 'account:ghost' }),
  )
  await numberEntries(desk.db)
  return test
}

/** Returns views of more accounts than any person's work needs. */
const lookAround = (staffId: string) =>
  Array.from({ length: ACCOUNTS_OPENED_MAX }, (_, place) => ({
    ...{ staffId, kind: 'account', accountId: `a-${place}`, reason: 'Curious.', inCase: false, shown: 1, ageMs: 10 },
  })) satisfies AgedView[]

/** Each person is invited, the first one twice, and has a passkey and a session. */
async function signIn({ desk }: TestDesk, [first = '', second = '']: readonly string[]): Promise<void> {
  for (const staffId of [first, second, first]) await inviteStaff(desk, { staffId }, DESK)
  const { credentialId } = await addSoftwareKey(desk, first)
  await inTransaction(desk.db, (tx) => beginSession(tx, { staffId: first, credentialId }))
  await inTransaction(desk.db, (tx) => beginSession(tx, { staffId: second, credentialId: null }))
}

async function givenContents(db: Pool, accountId: string, ids: readonly string[]): Promise<void> {
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    select id, ${accountId}, 'post', 'Buy now.', 'test', desk_now() from unnest(${ids}::text[]) id`)
  await db.query(sql`update account set items = 100 where id = ${accountId}`)
}

/** Numbers every pending ledger entry. */
export async function numberEntries(db: Pool): Promise<void> {
  await db.query(sql`select number_entries(1000000)`)
}

async function person({ desk }: TestDesk, roles: readonly Role[]): Promise<StaffCaller> {
  const pseudonym = makePseudonym()
  const { id } = await addStaff(
    desk,
    {
      pseudonym,
      name: 'Somebody Invented',
      roles,
      languages: ['en'],
      clearances: ['protected'],
      employment: 'employee',
      employer: 'Example',
      site: 'Dublin',
      team: 'general',
      rollingContract: false,
    },
    DESK,
  )
  await addStaffToken(desk, { staffId: id, label: 'laptop', days: 1 }, DESK)
  await startShift(desk, id, SHIFT_MINUTES)
  return { kind: 'staff', id, pseudonym, roles }
}

async function report({ desk }: TestDesk, keyId: string, contentId: string): Promise<void> {
  await receiveReport(commitAlone(desk), keyId, {
    id: randomUUID(),
    subject: { kind: 'content', id: contentId },
    ground: 'terms',
    category: 'SCAMS_AND_FRAUD',
    reporterId: randomUUID(),
    reportedAt: '2026-05-04T09:00:00+02:00',
    comment: 'Ünasked for: 100 times.',
    evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'Buy now.' }],
    account: { reach: 5 },
  })
}
