import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { KeyList } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import type { Enforcement } from '../../src/enforcement/queries.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { makeKeyList } from '../../src/people/passkeys/key-list.ts'
import { givenReviewer, send } from '../support/desk-flow.ts'
import { judgedBy } from '../support/judgement-input.ts'
import { givenPasskey, givenStaff } from '../support/people.ts'
import { sendSigned } from '../support/sign.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const ROSA = 'account:rosa'
const CROWD = 50
const HOUR_MS = 3_600_000
const PROMPTLY_MS = 3_000

const addCrowd = (working: WorkingDesk) =>
  working.demo.store.inTransaction((tx) => {
    for (let n = 0; n < CROWD; n++) {
      tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
        select ${`crowd${n}`}, ${`crowd_${n}`}, display_name, bio, reach, verified, tags, created_at from account where id = 'rosa'`
    }
  })

/** Restores an enforcement as a person who presses Restore; returns the answer. */
const restore = (working: WorkingDesk, token: string, enforcement: Enforcement) =>
  send(working, token, 'POST', `/v1/enforcements/${enforcement.id}/restore`, { reason: 'a fan account' })

async function countIn(working: WorkingDesk, state: string): Promise<number> {
  const { rows } = await working.desk.restoreDb.query<{ n: number }>(sql`
    select count(*) as n from enforcement where state = ${state}`)
  return rows[0]?.n ?? -1
}

test('one reviewer restores at once although fifty effects are stuck', async (t) => {
  const working = await startWorkingDesk(t)
  await working.app.ready() // Before the desk becomes busy, as in operation.
  working.work()
  await addCrowd(working)
  const reviewer = await givenReviewer(working)
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  for (let n = 0; n < CROWD; n++) {
    const subject = { kind: 'account', id: `crowd${n}` } as const
    working.demo.faults.set({ fault: 'slow', when: 'before', call: 'subject.apply', subject })
    await working.enforcement({ subject: `account:crowd${n}`, action: 'suspend' })
  }
  const hanging = () => working.demo.faults.list().reduce((sum, { holding }) => sum + holding, 0)
  await waitFor('the platform to hold as many calls as the desk makes at once', async () => hanging() >= 8)

  const { status } = await restore(working, reviewer.token, enforcement)
  assert.equal(status, 202)
  const back = async () => (await working.visit(ROSA)) === 200
  await waitFor('a visitor to see the account', back, PROMPTLY_MS)
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await countIn(working, 'releasing'), CROWD, 'all the others still hang')
  working.demo.faults.clear()
  await waitFor('the others to come about', async () => (await countIn(working, 'in_effect')) === CROWD, 30_000)
  await checkLedger(working.desk)
})

test('stops and restores have their own database connections', async (t) => {
  const working = await startWorkingDesk(t)
  await working.app.ready() // Before the desk becomes busy, as in operation.
  working.work()
  const reviewer = await givenReviewer(working)
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  const given = await takeAllConnections(t, working)
  const { status } = await restore(working, reviewer.token, enforcement)
  assert.equal(status, 202)
  await waitFor('a visitor to see the account', async () => (await working.visit(ROSA)) === 200, PROMPTLY_MS)
  await waitFor('it to be recorded', async () => (await countIn(working, 'restored')) === 1)
  given()
})

/** As if as many reports and decisions were being recorded as there are connections. Answers how to end that. */
async function takeAllConnections(t: TestContext, { desk }: WorkingDesk): Promise<() => void> {
  const { max } = desk.db.options
  const clients = await Promise.all(Array.from({ length: max }, () => desk.db.connect()))
  let given = false
  const giveBack = () => {
    if (!given) for (const client of clients) client.release()
    given = true
  }
  t.after(giveBack)
  return giveBack
}

test('no fact prevents one person from restoring', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const reviewer = await givenReviewer(working)
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  // Meanwhile the account gained everything that protects it, and the platform can't be asked any more.
  await working.demo.store.inTransaction((tx) => {
    tx.run`update account set reach = null, tags = '["public_office","newsroom"]' where id = 'rosa'`
  })
  working.demo.faults.set({ fault: 'down', call: 'subject.facts' })
  assert.equal((await restore(working, reviewer.token, enforcement)).status, 202)
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
})

/** Enforcements by age, account and legal duty, with the number of people who restore each. */
const RULE: readonly {
  name: string
  subject: string
  action: 'suspend' | 'label'
  reach: number
  legalDuty?: true
  hours: number
  people: 1 | 2
}[] = [
  { name: 'recent', subject: ROSA, action: 'suspend', reach: 31, hours: 0, people: 1 },
  { name: '72 hours old', subject: ROSA, action: 'suspend', reach: 31, hours: 72, people: 1 },
  { name: 'older', subject: ROSA, action: 'suspend', reach: 31, hours: 73, people: 2 },
  {
    name: 'older, protected',
    subject: 'account:vale',
    action: 'label',
    reach: 43_500_000,
    hours: 1_000,
    people: 1,
  },
  { name: 'a legal duty', subject: ROSA, action: 'suspend', reach: 31, legalDuty: true, hours: 0, people: 2 },
]

for (const { name, subject, action, reach, legalDuty = false, hours, people } of RULE) {
  test(`undoing an effect that is ${name} takes ${people}`, async (t) => {
    let list: KeyList | undefined
    const working = await startWorkingDesk(t, { driven: true, pinned: () => list })
    working.work()
    const account = { id: subject.slice('account:'.length), reach }
    const enforcement = await working.enforcement({
      subject,
      judgedBy: judgedBy(account, { 'enforcement.legal_duty': legalDuty }),
      action,
      label: action === 'label' ? 'disputed' : null,
      legalDuty,
      durationMs: 10_000 * HOUR_MS,
    })
    await working.enforcementIn(enforcement.id, 'in_effect')
    await working.advance(hours * HOUR_MS)
    const given = { onShift: true, tokenExpiresAt: new Date('2100-01-01T00:00:00Z') }
    const reviewer = await givenReviewer(working, given)
    const lead = await givenStaff(working.desk.db, { ...given, roles: ['lead'] })
    for (const { id } of [reviewer, lead]) await givenPasskey(working.desk.db, id)
    // From here on the platform itself requires two of these people's signatures to restore what the law asked for.
    const { relyingParty } = working.desk
    list = JSON.parse((await makeKeyList(working.desk, { relyingParty, days: 365, by: DESK })).body)
    const sign = (who: typeof reviewer) =>
      sendSigned(working, who, `/v1/enforcements/${enforcement.id}/restore`, { reason: 'not so' })
    const first = await (legalDuty ? sign(reviewer) : restore(working, reviewer.token, enforcement))
    assert.deepEqual([first.status, first.body.state], [202, people === 1 ? 'restoring' : 'in_effect'])
    if (people === 2) {
      assert.match(String(first.body.needsAttention), /A second person must ask to restore it too/)
      const again = await (legalDuty ? sign(reviewer) : restore(working, reviewer.token, enforcement))
      assert.equal(again.body.state, 'in_effect', 'one person twice is one')
      assert.equal((await restore(working, lead.token, enforcement)).status, 403, 'unsigned')
      assert.equal((await sign(lead)).body.state, 'restoring')
    }
    await working.enforcementIn(enforcement.id, 'restored')
    const { body } = await send(working, reviewer.token, 'GET', `/v1/enforcements/${enforcement.id}`)
    assert.equal((body.restore as { askedBy: string | null }).askedBy !== null, people === 2, 'both are on record')
    await checkLedger(working.desk)
  })
}
