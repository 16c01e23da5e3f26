import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numberEntries, startDeskWithHistory } from '../../../test/support/desk-with-history.ts'
import { startTampering } from '../../../test/support/tamper.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { readCheckpoint } from '../../ledger/checkpoint.ts'
import { verifyLedger } from './verify.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

/** A leaf that a row depends on, and the last one, which stands for itself only. */
const SHIFT = `(select leaf_id from ledger_payload where kind = 'shift_started' order by leaf_id limit 1)`
const LAST = `(select leaf_id from ledger_payload where kind = 'needs_attention')`
const numberOf = (leaf: string) => `(select number from ledger_entry where leaf_id = ${leaf})`

/** Tampering with the ledger, and the problems found: `*` stands for the id that the SQL returns. */
type Tamper = [what: string, sql: string, ...finds: string[]]

const TAMPERS: readonly Tamper[] = [
  [
    'a leaf is changed',
    `update ledger_leaf set leaf = leaf || '\\x20' where id = ${SHIFT} returning id`,
    'ledger_leaf * changed',
  ],
  [
    'a leaf is gone',
    `delete from ledger_leaf where id = ${SHIFT} returning id`,
    'ledger_leaf * removed',
    'shift_event',
  ],
  [
    'a leaf is added and stays without a number',
    `with leaf as (insert into ledger_leaf overriding system value select 999, leaf from ledger_leaf where id = ${LAST}),
      payload as (insert into ledger_payload select 999, kind, subject, enforcement_id, salt, payload, erased_at, actor from ledger_payload where leaf_id = ${LAST})
      select 999`,
    'ledger_leaf * unnumbered',
  ],
  [
    'a payload is changed',
    `update ledger_payload set payload = payload || '\\x20' where leaf_id = ${LAST} returning leaf_id`,
    'ledger_payload * changed',
  ],
  [
    'a payload that a row rests on is changed',
    `update ledger_payload set payload = replace(convert_from(payload, 'UTF8'), 'no_violation', 'violation')::bytea || '\\x20'
      where kind = 'case_decided' returning leaf_id`,
    'ledger_payload * changed',
  ],
  [
    'a payload is of another leaf',
    `update ledger_payload set payload = (select payload from ledger_payload where leaf_id = ${LAST}), kind = 'needs_attention',
      subject = 'account:ghost' where leaf_id = ${SHIFT} returning leaf_id`,
    'ledger_payload * changed',
    'shift_event',
  ],
  [
    'a salt is changed',
    `update ledger_payload set salt = sha256('') where leaf_id = ${LAST} returning leaf_id`,
    'ledger_payload * changed',
  ],
  [
    'a payload is gone',
    `delete from ledger_payload where leaf_id = ${LAST} returning leaf_id`,
    'ledger_payload * removed',
  ],
  [
    'a payload is called erased and nobody says so',
    `update ledger_payload set payload = null, salt = null, erased_at = now() where leaf_id = ${LAST} returning 'number ' || ${numberOf(LAST)}`,
    'ledger_payload * added',
  ],
  [
    'a kind column is changed',
    `update ledger_payload set kind = 'facts_read' where leaf_id = ${LAST} returning leaf_id`,
    'ledger_payload * changed',
  ],
  [
    'a subject column is changed',
    `update ledger_payload set subject = null where leaf_id = ${LAST} returning leaf_id`,
    'ledger_payload * changed',
  ],
  [
    'an enforcement column is changed',
    `update ledger_payload set enforcement_id = 'enf_2' where enforcement_id = 'enf_1' and kind = 'enforcement_proposed' returning leaf_id`,
    'ledger_payload * changed',
  ],
  [
    'whose act it was is changed',
    `update ledger_payload set actor = 'staff:staff_2' where leaf_id = ${LAST} returning leaf_id`,
    'ledger_payload * changed',
  ],
  [
    'a payload is added for no leaf',
    `insert into ledger_payload select 999, kind, subject, enforcement_id, salt, payload, erased_at, actor from ledger_payload where leaf_id = ${LAST} returning leaf_id`,
    'ledger_payload * added',
  ],
  [
    'an entry is gone with all that was behind it',
    `with entry as (delete from ledger_entry where leaf_id = ${SHIFT} returning *), leaf as (delete from ledger_leaf where id = ${SHIFT}),
      payload as (delete from ledger_payload where leaf_id = ${SHIFT}) select number from entry`,
    'ledger_entry * removed',
    'shift_event',
  ],
  [
    'an entry alone is gone',
    `with entry as (delete from ledger_entry where leaf_id = ${SHIFT} returning *) select number from entry`,
    'ledger_entry * removed',
    'ledger_leaf',
  ],
  [
    'a chain is changed',
    `update ledger_entry set chain = sha256('') where number = 7 returning number`,
    'ledger_entry * changed',
  ],
  [
    'a leaf’s hash is changed',
    `update ledger_entry set leaf_hash = sha256('') where number = 7 returning number`,
    'ledger_entry * changed',
  ],
  [
    'an entry is added',
    `with leaf as (insert into ledger_leaf overriding system value select 999, leaf from ledger_leaf where id = ${LAST}),
      payload as (insert into ledger_payload select 999, kind, subject, enforcement_id, salt, payload, erased_at, actor from ledger_payload where leaf_id = ${LAST})
      insert into ledger_entry select number + 1, 999, leaf_hash, chain from ledger_entry where leaf_id = ${LAST} returning number`,
    'ledger_entry * changed',
  ],
  [
    'an entry is added at no place',
    `insert into ledger_entry select -5, 999, leaf_hash, chain from ledger_entry where number = 7 returning number`,
    'ledger_entry * added',
  ],
  [
    'a leaf waits for a second number',
    `insert into leaf_pending select leaf_id from ledger_entry where number = 7 returning leaf_id`,
    'leaf_pending * added',
  ],
  [
    'something waits that is no leaf',
    `insert into leaf_pending values (999) returning leaf_id`,
    'leaf_pending * added',
  ],
]

test('verify finds changed, removed and added ledger entries', async (t) => {
  const { tamper, verify, undo } = await startTampering(t)
  for (const [what, sql, ...finds] of TAMPERS) {
    await t.test(what, async () => {
      const [id = '*'] = await tamper(sql)
      const found = await verify()
      // Problems without an id here follow from the first: a row that lost its leaf, a leaf that lost its entry.
      const expected = finds.map((find) => find.replace('*', id))
      assert.deepEqual(
        found.map((one, index) => (expected[index]?.includes(' ') ? one : one.split(' ')[0])),
        expected,
      )
      await undo()
    })
  }
  await t.test('verify finds a repeated ledger entry', async () => {
    await tamper('alter table ledger_entry drop constraint ledger_entry_pkey, drop constraint ledger_entry_leaf_id_key')
    await tamper('insert into ledger_entry select * from ledger_entry where number = 7')
    assert.deepEqual(await verify(), ['ledger_entry 7 added', 'ledger_entry 7 added'])
  })
})

test('verify finds a recomputed chain only with a stored checkpoint', async (t) => {
  const { test: lived, tamper, verify } = await startTampering(t)
  const checkpoint = await readCheckpoint(lived.desk.db)
  assert.ok(checkpoint)
  assert.deepEqual(await verify({ from: [checkpoint] }), [])
  // The database is consistent again: the leaf with its payload and the chain to its end.
  await tamper(
    `update ledger_payload set payload = replace(convert_from(payload, 'UTF8'), 'Nothing', 'Something')::bytea where leaf_id = ${LAST}`,
  )
  await tamper(`update ledger_leaf set leaf = convert_to('{"commitments":["' || translate(encode(sha256(salt || payload), 'base64'), '+/=', '-_')
    || '"],"hour":"2026-05-04T09Z","v":1}', 'UTF8') from ledger_payload where leaf_id = id and id = ${LAST}`)
  await tamper(
    `update ledger_entry set leaf_hash = sha256('\\x00' || leaf) from ledger_leaf where id = leaf_id and id = ${LAST}`,
  )
  await tamper(`update ledger_entry set chain = sha256('\\x02' || before.chain || ledger_entry.leaf_hash) from ledger_entry before
    where before.number = ledger_entry.number - 1 and ledger_entry.leaf_id = ${LAST}`)
  assert.deepEqual(await verify(), [])
  assert.deepEqual(await verify({ from: [checkpoint] }), [`ledger_entry ${checkpoint.number} recomputed`])
})

test('verify finds a cut end only with a stored checkpoint', async (t) => {
  const { test: lived, tamper, verify } = await startTampering(t)
  const checkpoint = await readCheckpoint(lived.desk.db)
  assert.ok(checkpoint)
  await tamper(`with leaf as (delete from ledger_leaf where id = ${LAST}), entry as (delete from ledger_entry where leaf_id = ${LAST})
    delete from ledger_payload where leaf_id = ${LAST}`)
  assert.deepEqual(await verify(), [])
  assert.deepEqual(await verify({ from: [checkpoint] }), [`ledger_entry ${checkpoint.number} cut`])
})

test('verify checks ledger entries without a number too', async (t) => {
  const { test: lived, tamper, verify } = await startTampering(t)
  await inTransaction(lived.desk.db, async (tx) =>
    queueEntry(tx, { kind: 'needs_attention', why: 'Still waiting.', by: DESK }),
  )
  const report = await verifyLedger(lived.desk.db, LEDGER_CHECKS)
  assert.equal(report.pending, 1)
  assert.deepEqual(report.problems, [])
  const [id] = await tamper(
    `update ledger_payload set salt = sha256('') where leaf_id = (select leaf_id from leaf_pending) returning leaf_id`,
  )
  assert.deepEqual(await verify(), [`ledger_payload ${id} changed`])
})

test('verify accepts erased entries and their rows', async (t) => {
  const { test: lived, tamper, verify } = await startTampering(t)
  const numbers = (
    await tamper(`select number from ledger_entry join ledger_payload using (leaf_id) where kind = 'case_noted'`)
  ).map(Number)
  const [caseId = ''] = await tamper(`select case_id from case_event where kind = 'note'`)
  await tamper(`update ledger_payload set payload = null, salt = null, erased_at = now() where kind = 'case_noted'`)
  await inTransaction(lived.desk.db, async (tx) =>
    queueEntry(tx, { kind: 'payload_erased', numbers, rows: [{ table: 'case_event', id: caseId }], by: DESK }),
  )
  await numberEntries(lived.desk.db)
  assert.deepEqual(await verify(), [])
  assert.equal((await verifyLedger(lived.desk.db, LEDGER_CHECKS)).erased, 1)
})

test('verify names an incomplete entry and checks the rest', async (t) => {
  const { desk } = await startDeskWithHistory(t)
  const strange = { kind: 'reports_received', by: DESK } as unknown as Parameters<typeof queueEntry>[1]
  await inTransaction(desk.db, async (tx) => queueEntry(tx, strange))
  const { problems } = await verifyLedger(desk.db, LEDGER_CHECKS)
  assert.deepEqual(
    problems.map(({ table, fault }) => [table, fault]),
    [['ledger_payload', 'changed']],
  )
})

test('verify accepts an empty ledger', async (t) => {
  const { test: lived, tamper, verify } = await startTampering(t)
  await tamper(
    'truncate ledger_leaf, ledger_payload, ledger_entry, leaf_pending, staff, shift_event, api_key, staff_token, report, report_key, decision, case_event, enforcement, verdict, enforcement_move, enforcement_restore, bulk_restore, key_list cascade',
  )
  assert.deepEqual(await verify(), [])
  assert.equal((await verifyLedger(lived.desk.db, LEDGER_CHECKS)).checkpoint, undefined)
})
