import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { inviteStaff } from '../../src/people/invitations/invite.ts'
import { listPasskeys } from '../../src/people/passkeys/queries.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { openBrowser } from '../support/browser.ts'
import { ceremoniesOn } from '../support/ceremony.ts'
import { findProblems } from '../support/changes.ts'
import { givenStaff } from '../support/people.ts'
import { startTestDesk } from '../support/server.ts'

/** A real desk's database: no software key could stand in it. */
async function startServedDesk(t: TestContext) {
  const port = await findFreePort()
  const test = await startTestDesk(t, { routes: ROUTES, relyingParty: localParty(port), marked: false })
  await test.app.listen({ host: '127.0.0.1', port })
  const { origin } = test.desk.relyingParty
  const admin = await givenStaff(test.desk.db, { roles: ['admin'] })
  const invite = async (staffId: string) =>
    `${origin}/enrol#${(await inviteStaff(test.desk, { staffId }, { kind: 'staff', id: admin.id })).secret}`
  return { ...test, origin, admin, invite }
}

/** The browser notes each answer that refuses, as those before a sign-in and off shift do, and the events that end with a session. */
const REFUSED = /status of 40[134]|ERR_INCOMPLETE_CHUNKED_ENCODING/

test('an invited person enrols a passkey and signs in, in browsers', async (t) => {
  const { desk, origin, invite } = await startServedDesk(t)
  const wren = await givenStaff(desk.db)
  const { page, addAuthenticator } = await openBrowser(t)
  const authenticator = await addAuthenticator()
  const { enrol, signIn, signOut } = ceremoniesOn(page, origin)
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()))

  assert.match(
    await enrol(await invite(wren.id), 'laptop'),
    /^Fingerprint: [0-9a-f]{4}( [0-9a-f]{4}){3}\. The passkey is active/,
  )
  assert.equal(page.url(), `${origin}/enrol`)
  const [key] = await listPasskeys(desk.db, wren.id)
  assert.deepEqual([key?.label, key?.software, key?.counts], ['laptop', false, true])

  await signIn()
  assert.equal((await listPasskeys(desk.db, wren.id))[0]?.counter, (await authenticator.counts())[0])
  const cookies = await page.context().cookies()
  assert.deepEqual(
    cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
    [['countersign', true, 'Strict']],
  )
  assert.equal(await page.evaluate('document.cookie'), '')
  await page.goto(`${origin}/me`)
  await page.getByRole('button', { name: 'Start shift' }).click()
  await page.getByRole('button', { name: 'End shift' }).waitFor()

  await signOut()
  assert.equal(await page.evaluate(`fetch('/v1/me').then(({ status }) => status)`), 401)
  assert.deepEqual(
    trouble.filter((text) => !REFUSED.test(text)),
    [],
  )
  assert.deepEqual(await findProblems(desk.db), [])
})

test('a browser that verifies no user enrols no passkey', async (t) => {
  const { desk, origin, invite } = await startServedDesk(t)
  const wren = await givenStaff(desk.db)
  const { page, addAuthenticator } = await openBrowser(t)
  const authenticator = await addAuthenticator({ verifies: false })
  const { enrol, press } = ceremoniesOn(page, origin)
  assert.match(await enrol(await invite(wren.id)), /^Not created/)
  assert.deepEqual(await listPasskeys(desk.db, wren.id), [])
  await authenticator.setVerifies(true)
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.getByText('The passkey is active').waitFor()
  await authenticator.setVerifies(false)
  await page.goto(`${origin}/sign-in`)
  assert.match(await press('Sign in with passkey'), /^Not signed in/)
  assert.deepEqual(await page.context().cookies(), [])
})

test('a used or empty invitation link says what to do next', async (t) => {
  const { desk, origin, invite } = await startServedDesk(t)
  const wren = await givenStaff(desk.db)
  const { page, addAuthenticator } = await openBrowser(t)
  await addAuthenticator()
  const { enrol } = ceremoniesOn(page, origin)
  const link = await invite(wren.id)
  assert.match(await enrol(link), /The passkey is active/)
  await page.goto('about:blank')
  assert.match(await enrol(link), /^No passkey was enrolled/)
  await page.goto('about:blank')
  await page.goto(`${origin}/enrol`)
  await page.getByText('contains no invitation').waitFor()
  assert.equal((await listPasskeys(desk.db, wren.id)).length, 1)
})
