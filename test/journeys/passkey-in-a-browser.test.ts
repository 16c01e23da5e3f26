import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ROUTES } from '../../src/http/routes.ts'
import { localParty } from '../../src/lib/relying-party.ts'
import { inviteStaff } from '../../src/staff/passkey/invite.ts'
import { listPasskeys } from '../../src/staff/passkey/queries.ts'
import { findFreePort } from '../../src/store/free-port.ts'
import { openBrowser } from '../support/browser.ts'
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

test('somebody makes a passkey in a browser by their invitation, signs in with it, begins a shift and signs out', async (t) => {
  const { desk, origin, invite } = await startServedDesk(t)
  const wren = await givenStaff(desk.db)
  const { page, addAuthenticator } = await openBrowser(t)
  const authenticator = await addAuthenticator()
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()))
  const said = () => page.locator('#said').textContent()
  const press = async (button: string) => {
    await page.locator(`#${button}`).click()
    await page.locator('#said', { hasText: /\w/ }).waitFor()
    return said()
  }

  await page.goto(await invite(wren.id))
  await page.locator('#label').fill('laptop')
  assert.match((await press('enrol')) ?? '', /^Your passkey's fingerprint is [0-9a-f]{4}( [0-9a-f]{4}){3}\. It counts/)
  assert.equal(page.url(), `${origin}/enrol`)
  const [key] = await listPasskeys(desk.db, wren.id)
  assert.deepEqual([key?.label, key?.software, key?.counts], ['laptop', false, true])

  await page.goto(`${origin}/sign-in`)
  assert.match((await press('sign-in')) ?? '', /^You are signed in as p-/)
  assert.equal((await listPasskeys(desk.db, wren.id))[0]?.counter, (await authenticator.counts())[0])
  const cookies = await page.context().cookies()
  assert.deepEqual(
    cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
    [['countersign', true, 'Strict']],
  )
  const begun = await page.evaluate(`(async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch('/v1/me/shift', { method: 'POST', headers, body: '{"plannedMinutes":60}' })
    return [response.status, document.cookie]
  })()`)
  assert.deepEqual(begun, [201, ''])

  assert.equal(await press('sign-out'), 'You are signed out.')
  assert.equal(await page.evaluate(`fetch('/v1/me').then(({ status }) => status)`), 401)
  assert.deepEqual(
    trouble.filter((text) => !text.includes('401')),
    [],
  )
  assert.deepEqual(await findProblems(desk.db), [])
})

test('a browser whose user isn’t verified makes no passkey, and signs nobody in with the one they have', async (t) => {
  const { desk, origin, invite } = await startServedDesk(t)
  const wren = await givenStaff(desk.db)
  const { page, addAuthenticator } = await openBrowser(t)
  const authenticator = await addAuthenticator({ verifies: false })
  const press = async (button: string) => {
    await page.locator(`#${button}`).click()
    await page.locator('#said', { hasText: /\w/ }).waitFor()
    return page.locator('#said').textContent()
  }
  await page.goto(await invite(wren.id))
  assert.match((await press('enrol')) ?? '', /^Not done\./)
  assert.deepEqual(await listPasskeys(desk.db, wren.id), [])
  await authenticator.setVerifies(true)
  assert.match((await press('enrol')) ?? '', /It counts/)
  await authenticator.setVerifies(false)
  await page.goto(`${origin}/sign-in`)
  assert.match((await press('sign-in')) ?? '', /^Not done\./)
  assert.deepEqual(await page.context().cookies(), [])
})
