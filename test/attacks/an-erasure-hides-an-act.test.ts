import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { agreeToChange } from '../../src/admin/change/answer-change.ts'
import { hadPart, insertErasure, listErasureRefusals } from '../../src/admin/erasure/erasure-queries.ts'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import { placeHold } from '../../src/cases/legal-holds/place-hold.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { agreeSigned, endSetup, findProblems, passDelay, startChanging } from '../support/changes.ts'
import { eraseDue, proposeErasure } from '../support/erasures.ts'
import { givenKey } from '../support/people.ts'
import { reportOf } from '../support/reports.ts'
import { signedBy } from '../support/sign.ts'

/** A desk with a report about the account `a`, whose case the reviewer ana decided. */
async function startDecided(t: TestContext) {
  const office = await startChanging(t, { driven: true })
  const { db, desk, database } = office
  const ana = await office.person(['lead'], { onShift: true })
  const key = await givenKey(db)
  const body = reportOf({ reporterId: 'r-1', subject: { kind: 'account', id: 'a' }, comment: 'A forgery.' })
  await commitReports(desk, [{ keyId: key.id, report: checkReport(body) }])
  await database.ownerPool.query(
    `insert into account (id, handle, protected, source, facts_at) values ('a', 'a_handle', false, 'test', desk_now())`,
  )
  await database.ownerPool.query(
    `insert into decision (id, case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
     select 'dec_900', id, $1, 'd', sha256('d'), 'no_violation', 'No.', 1 from review_case`,
    [ana.id],
  )
  await database.ownerPool.query(`update review_case set state = 'closed', closed_at = desk_now()`)
  await endSetup(db)
  const ask = (by = office.crane, person: 'account' | 'reporter' = 'reporter') =>
    proposeErasure(desk, { person, personId: person === 'account' ? 'a' : 'r-1', by })
  const comments = () => db.listValues<string | null>(sql`select comment from report`)
  const pass = (change: { id: string }) => passDelay({ desk, advance: (ms) => database.advance(ms) }, change)
  return { ...office, ana, ask, comments, pass }
}

test('a person who decided a case erases no record of it', async (t) => {
  const { desk, ana, ask, plover, comments } = await startDecided(t)
  await assert.rejects(ask(ana), /You had a part in an act about this person/)
  await assert.rejects(ask(ana, 'account'), /You had a part/)
  const change = await ask()
  await assert.rejects(agreeSigned(desk, change.id, ana), 'the second person is one who decided')
  await eraseDue(desk)
  assert.deepEqual(await comments(), ['A forgery.'])
  await agreeSigned(desk, change.id, plover)
})

/** Stores an ended enforcement on the account `a`. The rules of how one moves are not the matter here. */
async function insertEnded({ ownerPool }: Awaited<ReturnType<typeof startDecided>>['database']): Promise<void> {
  for (const table of [
    'enforcement',
    'enforcement_party',
    'enforcement_restore',
    'restore_ask',
    'later_reason',
    'case_snooze',
  ])
    await ownerPool.query(`alter table ${table} disable trigger user`)
  await ownerPool.query(`
    insert into enforcement (id, subject, account_id, action, policy_id, case_id, source, proposed_by, protected, state, moved_by,
      expires_at, in_effect_at, generation)
    select 'enf_900', 'account:a', 'a', 'hide', 'scam', id, 'person', 'desk', false, 'restored', 'desk', desk_now(), desk_now(), 1
    from review_case`)
}

const PARTS = [
  `insert into enforcement_party (enforcement_id, staff_id, how) values ('enf_900', 'MEMBER', 'joined')`,
  `insert into enforcement_move (enforcement_id, from_state, to_state, by, at) values ('enf_900', 'held', 'releasing', 'staff:MEMBER', desk_now())`,
  `insert into enforcement_restore (enforcement_id, cause, by) values ('enf_900', 'mistake', 'staff:MEMBER')`,
  `insert into restore_ask (enforcement_id, staff_id, cause) values ('enf_900', 'MEMBER', 'mistake')`,
  `insert into later_reason (enforcement_id, staff_id, reason) values ('enf_900', 'MEMBER', 'Late.')`,
  `insert into case_event (case_id, kind, by) select id, 'note', 'staff:MEMBER' from review_case`,
  `insert into case_event (case_id, kind, by) select id, 'transferred', 'staff:MEMBER' from review_case`,
  `insert into case_snooze (case_id, until, reason, made_by) select id, desk_now() + interval '1 day', 'Later.', 'MEMBER' from review_case`,
]

test('a person with any part in an act erases no record', async (t) => {
  const { db, ask, database, crane: joiner } = await startDecided(t)
  await insertEnded(database)
  // Long ago, so that the part alone refuses it.
  await database.ownerPool.query(`update enforcement set in_effect_at = desk_now() - interval '7 months'`)
  const asked = { person: 'reporter', personId: 'r-1' } as const
  for (const part of PARTS) {
    const client = await database.ownerPool.connect()
    try {
      await client.query('begin')
      await client.query(part.replace('MEMBER', joiner.id))
      for (const whose of [asked, { person: 'account', personId: 'a' }] as const) {
        const { rows } = await client.query('select had_part_in_acts($1, $2, $3) as part', [
          whose.person,
          whose.personId,
          joiner.id,
        ])
        assert.deepEqual(rows, [{ part: true }], `${whose.person}: ${part}`)
      }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  assert.equal(await hadPart(db, asked, joiner.id), false, 'without a part')
  await database.ownerPool.query(String(PARTS[0]).replace('MEMBER', joiner.id))
  await assert.rejects(ask(joiner), /You had a part in an act about this person/)
  await assert.rejects(ask(joiner, 'account'), /You had a part/)
})

test('a person who judged or concluded on an appeal erases no record', async (t) => {
  const { db, database, crane: judge } = await startDecided(t)
  await insertEnded(database)
  for (const table of ['appeal', 'appeal_conclusion'])
    await database.ownerPool.query(`alter table ${table} disable trigger user`)
  const account = { person: 'account', personId: 'a' } as const
  await database.ownerPool.query(`
    insert into appeal (id, key_id, client_id, appellant, words, said_hash, enforcement_id, subject, account_id)
    values ('apl_900', 'key_1', 'c', 'a', 'No.', sha256('s'), 'enf_900', 'account:a', 'a')`)
  assert.equal(await hadPart(db, account, judge.id), false)
  await database.ownerPool.query(
    `insert into appeal_conclusion (appeal_id, staff_id, conclusion, rationale) values ('apl_900', $1, 'no_violation', 'No.')`,
    [judge.id],
  )
  assert.equal(await hadPart(db, account, judge.id), true)
})

test('the evidence of a standing restriction outlasts its reporter', async (t) => {
  const { db, ask, database } = await startDecided(t)
  await insertEnded(database)
  const refusals = () => listErasureRefusals(db, { person: 'reporter', personId: 'r-1' })
  for (const state of ['releasing', 'in_effect', 'confirmed', 'restoring', 'restored']) {
    await database.ownerPool.query(
      `update enforcement set state = '${state}', in_effect_at = case when '${state}' <> 'releasing' then desk_now() end,
         confirmed_at = case when '${state}' = 'confirmed' then desk_now() end`,
    )
    assert.deepEqual(await refusals(), ['enforcement'], state)
  }
  await assert.rejects(ask(), /restriction|enforcement/i)
  await database.ownerPool.query(`update enforcement set in_effect_at = desk_now() - interval '7 months'`)
  assert.deepEqual(await refusals(), [])
})

test('one person erases nothing, with any key or role', async (t) => {
  const { db, desk, crane, ask, comments, database } = await startDecided(t)
  const change = await ask()
  const signature = await signedBy(desk, crane, 'change_agree', change.id).catch(() => undefined)
  assert.equal(signature, undefined, 'the proposer is given nothing to sign')
  const agree = { changeId: change.id, by: crane, reason: null, signature: undefined } as unknown
  await assert.rejects(agreeToChange(desk, agree as Parameters<typeof agreeToChange>[1]))
  const forged = await insertErasure(db, { person: 'reporter', personId: 'r-1', by: crane.id })
  for (const statement of [
    `update person_erasure set begun_at = desk_now() where id = '${forged}'`,
    `insert into person_erasure (person, person_id, salt, digest, requested_by) select person, 'r-2', salt, digest, requested_by from person_erasure`,
    `select begin_erasure(desk_change) from desk_change`,
    `select erase_payloads(array[1])`,
    `select erase_place('a', 'approval', 'true', '{}')`,
  ])
    await assert.rejects(db.query(statement), { code: '42501' }, statement)
  await db.query(sql`select * from collect_erasure(${forged}, 1000)`)
  await db.query(sql`select * from finish_erasure(${forged})`)
  await eraseDue(desk)
  assert.deepEqual(await comments(), ['A forgery.'])
  assert.equal((await database.ownerPool.query('select from ledger_payload where erased_at is not null')).rowCount, 0)
})

test('an agreed erasure concerns only the person it names', async (t) => {
  const { db, desk, ask, agree, pass, database, comments } = await startDecided(t)
  const change = await ask()
  await agree(change)
  await database.ownerPool.query(`update person_erasure set person_id = 'r-2'`)
  assert.equal(await pass(change), 'failed')
  await eraseDue(desk)
  assert.deepEqual(await comments(), ['A forgery.'])
  assert.equal((await db.query(sql`select from person_erasure where begun_at is not null`)).rowCount, 0)
})

test('a legal hold stops an erasure at each moment', async (t) => {
  const { db, desk, plover, ask, agree, pass, comments } = await startDecided(t)
  const change = await ask()
  await agree(change)
  assert.equal(await pass(change), 'applied')
  const hold = { subject: 'account:a', reason: 'An investigation.', authority: null, reference: null, until: null }
  await placeHold(desk, { ...hold, placedBy: plover.id })
  await eraseDue(desk)
  assert.deepEqual(await comments(), ['A forgery.'], 'a hold that came after the agreement')
  assert.equal((await db.query(sql`select from person_erasure where ended_at is null`)).rowCount, 1, 'it waits')
  await assert.rejects(ask(), /A legal hold preserves it/)
})

test('a standing restriction and a protection refuse an erasure', async (t) => {
  const { ask, crane, database } = await startDecided(t)
  const set = (statement: string) => database.ownerPool.query(statement)
  await set(`update review_case set state = 'open', closed_at = null, partition_id = 1`).catch(() => undefined)
  await set(`update account set protected = true`)
  await assert.rejects(ask(crane, 'account'), /The account is protected/)
  await set(`update account set protected = false`)
  await set(`insert into protective_tag (account_id, tag) values ('a', 'newsroom')`)
  await assert.rejects(ask(crane, 'account'), /The account is protected/)
})

test('an entry that names a verdict as erased excuses nothing', async (t) => {
  const { db, database } = await startDecided(t)
  const forge = (entry: Parameters<typeof queueEntry>[1]) => inTransaction(db, async (tx) => queueEntry(tx, entry))
  const before = await findProblems(db)
  assert.match(String(before), /decision dec_900/, 'the invented decision has no entry')
  await forge({ kind: 'payload_erased', numbers: [], rows: [{ table: 'decision', id: 'dec_900' }], by: DESK })
  assert.deepEqual(await findProblems(db), before)
  const number = await db.onlyValue<number>(sql`select number from ledger_entry order by number limit 1`)
  const leafId = await db.onlyValue<number>(sql`select leaf_id from ledger_entry where number = ${number}`)
  await forge({
    kind: 'entry_restated',
    number,
    leafId,
    entry: { kind: 'alerted', why: 'x', to: 'y', by: 'desk', at: 'now' },
    by: DESK,
  })
  assert.match(
    String(await findProblems(db)),
    /ledger_payload number \d+: .*row is missing/,
    'it restates a full entry',
  )
  assert.ok(database)
})
