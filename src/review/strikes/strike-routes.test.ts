import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../../../test/support/desk-flow.ts'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { giveStrike } from '../../../test/support/strikes.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { adoptFirst } from '../../admin/rule-sets/policies-in-force.ts'
import { restoreEnforcement } from '../../enforcement/restore/restore-enforcement.ts'
import { DESK, type StaffCaller } from '../../foundation/domain.ts'
import { statementTokenOf } from '../../foundation/outgoing/statement-link.ts'
import { addKey } from '../../people/access/keys.ts'

const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }

async function start(t: TestContext) {
  const working = await startWorkingDesk(t)
  const { db } = working.desk
  await adoptFirst(db, 'policies')
  const { token } = await givenKey(db, ['enforcements'])
  const read = (as = token, id = 'rosa') => send(working, as, 'GET', `/v1/accounts/${id}/strikes`)
  return { ...working, db, read }
}

test('200: strikes are read until an appeal lifts them', async (t) => {
  const working = await start(t)
  working.work()
  const { id } = await working.enforcement({ subject: 'account:rosa', action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  const { status, body } = await working.read()
  const { points, items, thresholds } = body as { points: number; items: object[]; thresholds: { counted: number }[] }
  assert.deepEqual([status, points, items.length, thresholds.map(({ counted }) => counted)], [200, 3, 1, [3, 3]])
  assert.doesNotMatch(JSON.stringify(body), /staff_|desk|givenBy/)
  const link = await working.db.only<{ id: string; linkPart: string }>(sql`
    select id, link_part as "linkPart" from statement where enforcement_id = ${id}`)
  const path = `/public/statement/${statementTokenOf(working.desk, link)}`
  const page = async (language: string) => (await working.app.inject(`${path}?language=${language}`)).body
  assert.match(await page('en'), /Your strikes[\s\S]+3 points, from .+ counts until/)
  assert.match(await page('de'), /Ihre Strikes[\s\S]+3 Punkte, vom/)
  assert.match(await page('ar'), /المخالفات المحتسبة عليك/)
  await restoreEnforcement(working.desk, { enforcementId: id, by: LEAD, cause: 'appeal', reason: null })
  assert.deepEqual([(await working.read()).body.points, (await working.read()).body.items], [0, []])
  assert.match(await page('en'), /No strike counts against your account\./)
  await giveStrike(working.database.ownerPool, { accountId: 'rosa', by: 'source:links' })
  assert.equal(((await working.read()).body.items as object[]).length, 1)
  assert.match(await page('en'), /1 point\./)
  assert.doesNotMatch(await page('en'), /1 point, from/, 'a link that is handed on tells of no other enforcement')
})

test('400, 401, 403, 404: other callers, scopes and platforms read no strikes', async (t) => {
  const { db, database, read } = await start(t)
  await giveStrike(database.ownerPool, { accountId: 'rosa', by: 'source:links' })
  assert.equal((await read('nothing')).status, 401)
  assert.equal((await read((await givenKey(db, ['report', 'facts', 'events'])).token)).status, 403)
  await givenPlatform(db, 'forum')
  const other = await addKey({ db }, { name: 'forum', scopes: ['enforcements'], platform: 'forum' }, DESK)
  assert.equal((await read(other.key)).status, 404)
  assert.equal((await read(undefined, 'forum~rosa')).status, 400)
  assert.equal((await read(undefined, 'unknown')).status, 404)
  assert.equal((await read()).status, 200)
})

test('a draft of the policies states how many accounts reach its thresholds', async (t) => {
  const working = await start(t)
  const { db, database } = working
  for (const by of ['source:links', 'source:words']) await giveStrike(database.ownerPool, { accountId: 'rosa', by })
  const { token } = await givenStaff(db, { roles: ['policy'] })
  const text = readFileSync('policies/policies.yaml', 'utf8').replace('{ points: 6,', '{ points: 2,')
  const { body } = await send(working, token, 'POST', '/v1/rule-sets/policies/check', { text })
  assert.match(String(body.says), /thresholds of strikes change from .+ to .+/)
  assert.match(String(body.says), /2 points: of the 1 account with the latest enforcements, 1 reach it/)
  assert.match(String(body.says), /The change itself opens no case\./)
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer as jobs from job where kind = 'strike'`), 0)
})
