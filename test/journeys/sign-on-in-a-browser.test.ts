import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { openBrowser } from '../support/browser.ts'
import { ceremoniesOn } from '../support/ceremony.ts'
import { startDirectory } from '../support/directory.ts'
import { startIdentityProvider } from '../support/identity-provider.ts'

test('signing in through an identity provider allows no approval', async (t) => {
  const port = await findFreePort()
  const relyingParty = localParty(port)
  const { origin } = relyingParty
  // By its number, so that to the browser it is another site, as a company's is.
  const provider = await startIdentityProvider(t, { origin })
  const { identityProvider } = provider
  const { app, database, join } = await startDirectory(t, { identityProvider, relyingParty, marked: false })
  await app.listen({ host: '127.0.0.1', port })
  const { staffId } = await join('ana', { externalId: 'x-1' })
  await database.ownerPool.query(sql`update staff set roles = '{policy}' where id = ${staffId}`)
  provider.signIn({ sub: 'x-1' })
  const { page } = await openBrowser(t)
  const ask = (path: string, method = 'GET') =>
    page.evaluate(
      `fetch('${path}', { method: '${method}' }).then(async (answer) => [answer.status, await answer.text()])`,
    )

  await page.goto(`${origin}/sign-in`)
  // The browser is redirected over other addresses and back; the sign-in page continues for a person who is signed in.
  await page.getByRole('button', { name: 'Sign in with single sign-on' }).click()
  await page.waitForURL(`${origin}/start`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const [status, me] = (await ask('/v1/me')) as [number, string]
  assert.deepEqual([status, JSON.parse(me).id], [200, staffId])
  const cookies = await page.context().cookies(origin)
  assert.deepEqual(
    cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
    [['countersign', true, 'Strict']],
  )
  const [refused, why] = (await ask('/v1/changes/chg_1/agree', 'POST')) as [number, string]
  assert.equal(refused, 400)
  assert.match(why, /signature/)
  await ceremoniesOn(page, origin).signOut()
  assert.equal(((await ask('/v1/me')) as [number, string])[0], 401)
})
