import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { recordReturn } from '../../src/review/public/letters/returned/record-return.ts'
import { findProblems } from '../support/changes.ts'
import { send } from '../support/desk-flow.ts'
import { startGate } from '../support/gate-flow.ts'
import { startMailServer } from '../support/mail-server.ts'
import { givenKey } from '../support/people.ts'
import { writeReport } from '../support/returned-mail.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const

test('only the return address of a letter marks it as returned', async (t) => {
  const mail = await startMailServer(t)
  const returns = 'returns@platform.example'
  const desk = await startGate(t, {
    publicPages: { name: 'Harbour', keyId: '' },
    outbox: { mail: { url: mail.url, from: 'desk@platform.example', returns } },
  })
  const { db } = desk.desk
  desk.work()
  const ana = await desk.person()
  const caseId = await desk.gate.claim(ROSA, ana)
  const { body } = await desk.gate.ask(caseId, ana, { action: 'suspend', durationMs: 604_800_000 })
  const [enforcementId = ''] = body.enforcements as string[]
  await desk.enforcementIn(enforcementId, 'in_effect')
  await desk.untilSo('the letter', async () => mail.mails.length === 1)
  const sender = mail.mails[0]?.sender ?? ''
  assert.match(sender, /^returns\+[0-9a-f]{40}@platform\.example$/)

  const wrong = sender.replace(/\+./, (part) => (part === '+0' ? '+1' : '+0'))
  assert.equal(await recordReturn(db, writeReport({ to: wrong, status: '5.1.1' })), 'unknown')
  assert.equal(await recordReturn(db, writeReport({ to: returns, status: '5.1.1' })), 'unknown')
  assert.equal(await recordReturn(db, writeReport({ to: sender, status: '4.4.1', action: 'delayed' })), 'no_failure')
  assert.equal(await db.onlyValue(sql`select count(*)::integer from returned_letter`), 0)

  const report = writeReport({ to: sender.toUpperCase(), status: '5.1.1' })
  assert.deepEqual(await Promise.all([recordReturn(db, report), recordReturn(db, report)]).then((all) => all.sort()), [
    'known',
    'recorded',
  ])
  const { token } = await givenKey(db, ['enforcements'])
  const read = await send(desk, token, 'GET', `/v1/enforcements/${enforcementId}/statement`)
  const [{ letter }] = read.body.statements as [{ letter: { state: string; returnedFor: string } }]
  assert.deepEqual([letter.state, letter.returnedFor], ['returned', '5.1.1'])
  await desk.advance(31 * 86_400_000)
  assert.equal(await recordReturn(db, report), 'unknown', 'a return address ends')
  await assert.rejects(db.query(sql`delete from returned_letter`))
  await checkLedger(desk.desk)
  await db.query(sql`insert into returned_letter (letter, status) values ('letter:999', '5.1.1')`)
  assert.match(String(await findProblems(db)), /returned_letter.*letter:999/, 'a forged row is shown')
})
