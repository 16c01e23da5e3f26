import type { TestContext } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { openBrowsers } from './browser.ts'
import { gateOf, type Gate, type Person } from './gate-flow.ts'
import { Keyboard } from './keyboard.ts'
import { type GivenStaff, givenKey, givenPasskey, givenSession, givenStaff } from './people.ts'
import { startWorkingDesk, type WorkingDesk } from './working-desk.ts'

/** A person at the console, with a browser and an authenticator of their own. */
export interface Sitting extends Person {
  pseudonym: string
  page: Page
  keyboard: Keyboard
  /** Opens an address of the console. */
  go(path: string): Promise<void>
  /** Claims the next case on the page My cases and waits for it; a case that the person already holds opens instead. */
  takeNext(): Promise<void>
}

export interface ConsoleDesk extends WorkingDesk {
  origin: string
  gate: Gate
  /** A person without a browser. */
  person(given?: GivenStaff): Promise<Person>
  /** Signs in a person with all roles and clearances that a reviewer needs. */
  sit(given?: GivenStaff, browser?: BrowserContextOptions): Promise<Sitting>
  /** Opens the console for a member of the public. */
  visitor(): Promise<{ page: Page; keyboard: Keyboard }>
}

const FAR = new Date('2100-01-01T00:00:00Z')

/** The real desk with its console at an address of this machine, the demo platform, and people in real browsers. */
export async function startConsoleDesk(t: TestContext): Promise<ConsoleDesk> {
  const port = await findFreePort()
  const relyingParty = localParty(port)
  const working = await startWorkingDesk(t, { driven: true, relyingParty })
  await working.app.listen({ host: '127.0.0.1', port })
  const { db } = working.desk
  const { token } = await givenKey(db)
  working.demo.reportTo({ url: relyingParty.origin, key: token })
  working.work()
  const open = await openBrowsers(t)
  const gate = gateOf(working)
  const person = (given: GivenStaff = {}) => {
    const clearances = ['protected', 'safety', 'legal']
    return givenStaff(db, { onShift: true, languages: [], clearances, tokenExpiresAt: FAR, ...given })
  }
  const sit = async (given: GivenStaff = {}, browser: BrowserContextOptions = {}): Promise<Sitting> => {
    const sitting = await person(given)
    const { page, addAuthenticator } = await open(browser)
    const key = await givenPasskey(db, sitting.id)
    await (await addAuthenticator()).addKey(key, relyingParty.rpId)
    const session = { staffId: sitting.id, credentialId: key.credentialId }
    await page.context().addCookies([await givenSession(db, session, relyingParty.origin)])
    const { rows } = await db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${sitting.id}`)
    const go = async (path: string) => {
      await page.goto(`${relyingParty.origin}${path}`)
    }
    const takeNext = async () => {
      await go('/review')
      const button = page.getByRole('button', { name: 'Take next case' })
      const opened = page.getByRole('heading', { level: 1, name: /case_\d+/ })
      await button.or(opened).first().waitFor()
      if (await button.isVisible()) await button.click()
      await opened.waitFor()
    }
    return { ...sitting, pseudonym: rows[0]?.pseudonym ?? '', page, keyboard: new Keyboard(page), go, takeNext }
  }
  const visitor = async () => {
    const { page } = await open()
    return { page, keyboard: new Keyboard(page) }
  }
  return { ...working, origin: relyingParty.origin, gate, person, sit, visitor }
}
