import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { inviteStaff } from '../../src/people/invitations/invite.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { openBrowser } from '../support/browser.ts'
import { ceremoniesOn } from '../support/ceremony.ts'
import { findProblems } from '../support/changes.ts'
import { givenStaff } from '../support/people.ts'
import { startTestDesk } from '../support/server.ts'

const SIGN = 'Sign with passkey'

/** Starts a real desk's database with a pending change, and a person in a browser whose passkey may agree to it. */
async function start(t: TestContext) {
  const port = await findFreePort()
  const test = await startTestDesk(t, { routes: ROUTES, relyingParty: localParty(port), marked: false })
  await test.app.listen({ host: '127.0.0.1', port })
  const { db, relyingParty } = test.desk
  const [admin, wren] = [await givenStaff(db, { roles: ['admin'] }), await givenStaff(db, { roles: ['policy'] })]
  const by: StaffCaller = { kind: 'staff', id: admin.id, pseudonym: 'p', roles: ['admin'] }
  const heron = await givenStaff(db)
  const wanted = { kind: 'role', op: 'grant', staffId: heron.id, role: 'senior' } as const
  const change = await proposeChange(test.desk, { wanted, reason: 'she leads the night', by })
  const { page, addAuthenticator } = await openBrowser(t)
  const authenticator = await addAuthenticator()
  const { enrol, press } = ceremoniesOn(page, relyingParty.origin)
  const { secret } = await inviteStaff(test.desk, { staffId: wren.id }, { kind: 'staff', id: admin.id })
  assert.match(await enrol(`${relyingParty.origin}/enrol#${secret}`), /The passkey is active/)
  await page.goto(`${relyingParty.origin}/sign?act=change_agree&about=${change.id}`)
  // A person who isn't signed in signs in first, and is then led to the page they asked for.
  await page.getByRole('button', { name: 'Sign in with passkey' }).click()
  await page.getByRole('button', { name: SIGN }).waitFor()
  const stateOf = async () =>
    (await db.query<{ state: string }>(sql`select state from desk_change where id = ${change.id}`)).rows[0]?.state
  return { ...test, db, page, press, authenticator, stateOf }
}

test('a passkey in a browser signs an approval', async (t) => {
  const { db, page, press, stateOf } = await start(t)
  const read = await page.locator('[data-signed]').textContent()
  assert.equal(await press(SIGN), 'Signed and done.')
  assert.equal(await stateOf(), 'applied')
  const { rows } = await db.query<{ asShown: string }>(sql`
    select as_shown as "asShown" from signature`)
  assert.equal(JSON.parse(rows[0]?.asShown ?? '{}').text, read, 'to the letter')
  assert.deepEqual(await findProblems(db), [])
})

test('a browser that verifies no user signs nothing', async (t) => {
  const { db, press, authenticator, stateOf } = await start(t)
  await authenticator.setVerifies(false)
  assert.match(await press(SIGN), /^Not signed/)
  assert.equal(await stateOf(), 'proposed')
  assert.equal((await db.query(sql`select from signature`)).rowCount, 0)
})
