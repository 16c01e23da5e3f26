import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import type { Role } from '../../foundation/domain.ts'
import type { Pool } from '../../foundation/database/db.ts'
import type { NewStaff } from '../../people/staff/add-staff.ts'
import { authenticate } from '../../people/access/authenticate.ts'
import { giveNotice } from './give-notice.ts'
import { makeSecret } from '../../people/access/tokens.ts'
import { prepareAgreement } from '../change/answer-change.ts'
import { message, type Text } from '../../foundation/messages/message.ts'
import { renderMessage, renderText } from '../../foundation/messages/render-message.ts'

const DAY_MS = 86_400_000
const from = (ms: number) => new Date(Date.now() + ms)

const ROOK: NewStaff = {
  pseudonym: 'rook',
  name: 'Tomas Brandt',
  roles: ['reviewer', 'senior'],
  languages: ['en'],
  clearances: ['protected'],
  employment: 'contractor',
  employer: 'Agency',
  site: 'Cork',
  team: 'west',
  rollingContract: false,
  endsAt: new Date('2031-05-17T00:00:00Z'),
}

async function rowOf(db: Pool, { id }: { id: string }) {
  const { rows } = await db.query(sql`
    select roles, clearances, team, ends_at as "endsAt",
      round(extract(epoch from approves_from - desk_now()) / 3600)::integer as "countsInHours"
    from staff where id = ${id} and approves_from > '-infinity'`)
  return rows[0]
}

test('two people add an approver whose approvals count a day later', async (t) => {
  const { db, propose, agree } = await startChanging(t)
  await endSetup(db)
  const change = await propose({ kind: 'approver', person: ROOK })
  assert.match(change.says, /^rook is added: reviewer, senior; the clearances protected; contractor of Agency/)
  assert.doesNotMatch(change.says, /Tomas/)
  await agree(change)
  const { rows } = await db.query<{ id: string }>(sql`select id from staff where pseudonym = 'rook'`)
  assert.deepEqual(await rowOf(db, { id: rows[0]?.id ?? '' }), {
    roles: ['reviewer', 'senior'],
    clearances: ['protected'],
    team: 'west',
    endsAt: ROOK.endsAt,
    countsInHours: 24,
  })
  const alerts = await db.query<{ to_role: string; why: string }>(
    sql`select to_role, why from alert where kind = 'approver'`,
  )
  assert.deepEqual([alerts.rowCount, alerts.rows[0]?.to_role], [1, 'lead'])
  assert.match(alerts.rows[0]?.why ?? '', /rook is added/)
  await assert.rejects(propose({ kind: 'approver', person: ROOK }), { code: 'conflict' })
  await assert.rejects(propose({ kind: 'approver', person: { ...ROOK, pseudonym: 'R O' } }), { code: 'invalid_input' })
  assert.deepEqual(await findProblems(db), [])
})

test('a granted role counts a day later, during set-up at once', async (t) => {
  const { db, person, propose, agree, pass } = await startChanging(t, { driven: true })
  const [early, late] = [await person(['reviewer']), await person(['reviewer'])]
  const grant = ({ id }: { id: string }) => ({ kind: 'role', op: 'grant', staffId: id, role: 'lead' }) as const
  await agree(await propose(grant(early)))
  assert.equal((await rowOf(db, early))?.countsInHours, 0)
  await endSetup(db)
  const change = await agree(await propose(grant(late)))
  assert.deepEqual([change.state, (await rowOf(db, late))?.roles], ['agreed', ['reviewer']])
  assert.equal(await pass(change), 'applied')
  assert.deepEqual(
    [(await rowOf(db, late))?.roles, (await rowOf(db, late))?.countsInHours],
    [['lead', 'reviewer'], -24],
  )
  await assert.rejects(propose(grant(late)), { code: 'conflict', message: /Nothing was proposed/ })
  assert.deepEqual(await findProblems(db), [])
})

test('two people grant a clearance; one takes it away', async (t) => {
  const { db, person, propose, agree } = await startChanging(t)
  const wren = await person(['reviewer'])
  const change = (op: 'grant' | 'revoke') =>
    ({ kind: 'clearance', op, staffId: wren.id, clearance: 'protected' }) as const
  const granted = await propose(change('grant'))
  assert.deepEqual((await rowOf(db, wren))?.clearances, [])
  await agree(granted)
  assert.deepEqual((await rowOf(db, wren))?.clearances, ['protected'])
  assert.equal((await propose(change('revoke'))).state, 'applied')
  assert.deepEqual((await rowOf(db, wren))?.clearances, [])
  assert.deepEqual(await findProblems(db), [])
})

test("a person's only role cannot be removed", async (t) => {
  const { person, propose } = await startChanging(t)
  const wren = await person(['reviewer'])
  await assert.rejects(propose({ kind: 'role', op: 'revoke', staffId: wren.id, role: 'reviewer' }), {
    code: 'conflict',
    message: /End the access of the person instead/,
  })
})

test('only two people postpone the end of a contract', async (t) => {
  const { db, person, propose, agree } = await startChanging(t)
  const admin = await person(['admin'])
  const wren = await person(['reviewer'], { endsAt: from(30 * DAY_MS) })
  const later = from(60 * DAY_MS)
  await assert.rejects(propose({ kind: 'end_later', staffId: wren.id, endsAt: later }), { code: 'not_allowed' })
  const change = await propose({ kind: 'end_later', staffId: wren.id, endsAt: later }, admin)
  await assert.rejects(propose({ kind: 'end_later', staffId: wren.id, endsAt: from(DAY_MS) }, admin), {
    code: 'conflict',
  })
  await agree(change)
  assert.deepEqual((await rowOf(db, wren))?.endsAt, later)
  await agree(await propose({ kind: 'end_later', staffId: wren.id, endsAt: null }, admin))
  assert.equal((await rowOf(db, wren))?.endsAt, null)
  await assert.rejects(propose({ kind: 'end_later', staffId: wren.id, endsAt: later }, admin), { code: 'conflict' })
  assert.deepEqual(await findProblems(db), [])
})

test('agreeing to a later end keeps an earlier end set meanwhile', async (t) => {
  const { db, desk, person, propose, agree, plover } = await startChanging(t)
  const admin = await person(['admin'])
  const [ends, nearer, later] = [from(30 * DAY_MS), from(2 * DAY_MS), from(60 * DAY_MS)]
  const wren = await person(['reviewer'], { endsAt: ends })
  const change = await propose({ kind: 'end_later', staffId: wren.id, endsAt: later }, admin)
  const { asShown } = await prepareAgreement(desk, { about: change.id, by: plover })
  const said = renderText(asShown.says as Text)
  for (const end of [ends, later]) assert.ok(said.includes(renderMessage(message('signing.moment', { at: end }))), said)
  await giveNotice(desk, { staffId: wren.id, kind: 'voluntary', endsAt: nearer }, { kind: 'staff', id: admin.id })
  await assert.rejects(agree(change), { code: 'conflict', message: /no longer as it was/ })
  assert.deepEqual((await rowOf(db, wren))?.endsAt, nearer)
  await agree(await propose({ kind: 'end_later', staffId: wren.id, endsAt: later }, admin))
  assert.deepEqual((await rowOf(db, wren))?.endsAt, later)
  assert.deepEqual(await findProblems(db), [])
})

test('two separate changes never give one person two excluded roles', async (t) => {
  const { db, person, propose, agree } = await startChanging(t)
  for (const [first, second] of [
    ['auditor', 'lead'],
    ['reviewer', 'admin'],
  ] as const) {
    const wren = await person([])
    const wanted = (role: Role) => ({ kind: 'role', op: 'grant', staffId: wren.id, role }) as const
    const [one, other] = [await propose(wanted(first)), await propose(wanted(second))]
    await agree(one)
    await assert.rejects(agree(other), { code: 'conflict' })
    assert.deepEqual((await rowOf(db, wren))?.roles, [first])
  }
})

test('the second of two equal changes is refused as a conflict', async (t) => {
  const { db, person, propose, agree } = await startChanging(t)
  const wren = await person(['reviewer'])
  const { hash } = makeSecret('pat')
  const token = {
    kind: 'token',
    staffId: wren.id,
    label: 'laptop',
    days: 30,
    fingerprint: hash.toString('hex'),
  } as const
  for (const wanted of [token, { kind: 'approver', person: ROOK } as const]) {
    const [one, other] = [await propose(wanted), await propose(wanted)]
    await agree(one)
    await assert.rejects(agree(other), { code: 'conflict' })
  }
  assert.deepEqual(await findProblems(db), [])
})

test('moving a person to another team takes two people', async (t) => {
  const { db, person, propose, agree } = await startChanging(t)
  const wren = await person(['reviewer'], { team: 'north' })
  const change = await propose({ kind: 'team', staffId: wren.id, team: 'south' })
  assert.deepEqual([change.state, change.direction], ['proposed', 'mixed'])
  await agree(change)
  assert.equal((await rowOf(db, wren))?.team, 'south')
  assert.deepEqual(await findProblems(db), [])
})

test('no person proposes a change of their own rights', async (t) => {
  const { db, person, propose } = await startChanging(t)
  const [ivy, wren, finch] = [await person(['admin']), await person(['reviewer']), await person(['auditor'])]
  const own = { kind: 'role', op: 'grant', staffId: ivy.id, role: 'policy' } as const
  await assert.rejects(propose(own, ivy), /The change is about you/)
  await assert.rejects(propose({ ...own, op: 'revoke', role: 'admin' }, ivy), /The change is about you/)
  const about = { body: JSON.stringify({ staffId: ivy.id }), by: ivy.id }
  const insert = sql`
    insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
    values ('role', ${about.body}, 'x', 'looser', 'x', ${about.by}, 'desk')`
  await assert.rejects(db.query(insert), { constraint: 'desk_change_not_about_oneself' })
  await assert.rejects(propose({ ...own, staffId: wren.id, role: 'auditor' }), /audits their own work/)
  await assert.rejects(propose({ ...own, staffId: wren.id, role: 'admin' }), /one role manages people/)
  await assert.rejects(propose({ ...own, staffId: finch.id, role: 'lead' }), /audits their own work/)
})

test('a person proposes their own access token; a second person agrees', async (t) => {
  const { db, person, propose, agree } = await startChanging(t)
  const wren = await person(['reviewer'])
  const { text, hash } = makeSecret('pat')
  const fingerprint = hash.toString('hex')
  const change = await propose({ kind: 'token', staffId: wren.id, label: 'laptop', days: 30, fingerprint })
  assert.equal(await authenticate(db, text), undefined)
  await agree(change)
  const known = await authenticate(db, text)
  assert.equal(known?.id, wren.id)
  assert.deepEqual(await findProblems(db), [])
})
