import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { ROUTES } from '../../src/app/http/routes.ts'
import type { Role, StaffCaller } from '../../src/foundation/domain.ts'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { openBrowser } from './browser.ts'
import { type GivenStaff, givenPasskey, givenStaff } from './people.ts'
import { startTestDesk } from './server.ts'

/**
 * The desk answers 503 while it is busy, and the client sends the request again: the browser reports the first attempt
 * although the page shows all. A request that never succeeds fails the test that waits for its result.
 */
const isRetried = (text: string): boolean => /^Failed to load resource: .*\b503\b/.test(text)

/** A listening demo desk, its console in a browser, and invented people for whom one press signs in. */
export async function startConsole(t: TestContext, { driven = false } = {}) {
  // The browser closes first: an open page follows events, and a desk that closes waits for the page.
  const { page } = await openBrowser(t)
  const port = await findFreePort()
  const test = await startTestDesk(t, { routes: ROUTES, relyingParty: localParty(port), driven })
  await test.database.ownerPool.query(`update database_mark set kind = 'demo'`)
  const { db, relyingParty } = test.desk
  await test.app.listen({ host: '127.0.0.1', port })
  const person = async (roles: readonly Role[], given: GivenStaff = {}): Promise<StaffCaller> => {
    const { id } = await givenStaff(db, { roles, ...given })
    await givenPasskey(db, id)
    const { rows } = await db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${id}`)
    return { kind: 'staff', id, pseudonym: rows[0]?.pseudonym ?? '', roles }
  }
  /** Errors of the browser: a script that failed, a request that its policy refused. */
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on(
    'console',
    (message) => message.type() === 'error' && !isRetried(message.text()) && trouble.push(message.text()),
  )
  const { origin } = relyingParty
  return {
    ...test,
    db,
    page,
    trouble,
    person,
    /** Opens an address as this person. */
    openAs: async ({ pseudonym }: StaffCaller, path: string) => {
      const answer = await page.request.post(`${origin}/v1/demo/sign-in`, { data: { pseudonym }, headers: { origin } })
      assert.equal(answer.status(), 204)
      await page.goto(`${origin}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
  }
}
