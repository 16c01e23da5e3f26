import { after, type TestContext } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core'
import type { SoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'
import { launchBrowser } from './launch-browser.ts'

/** One person's page in a real browser: empty, and sharing nothing with other pages. */
export interface TestBrowser {
  page: Page
  /**
   * Gives the page an authenticator, as the browser's own tools make one: it keeps keys, and says of its user what it is
   * told to. Answers how to change that, and what it holds.
   */
  addAuthenticator(options?: { verifies?: boolean }): Promise<Authenticator>
}

export interface Authenticator {
  /** Sets if its user gives a finger, a face or a PIN from now on. */
  setVerifies(verifies: boolean): Promise<void>
  /** The signature counter of each of its keys. */
  counts(): Promise<number[]>
  /** Gives it a key that was made elsewhere, for the site `rpId`. */
  addKey(key: Pick<SoftwareKey, 'credentialId' | 'privateKey'>, rpId: string): Promise<void>
  /** Takes it away, with its keys. */
  remove(): Promise<void>
}

/** The time after which a wait fails, long enough for a busy machine. A passing test waits far less. */
const WAIT_MS = 60_000

/** A page for one test. */
export const openBrowser = async (t: TestContext): Promise<TestBrowser> => (await openBrowsers(t))()

/** Pages for one test, one for each of any number of people; they are closed with the test. */
export async function openBrowsers(t: TestContext): Promise<(options?: BrowserContextOptions) => Promise<TestBrowser>> {
  const browser = await runningBrowser()
  const contexts: BrowserContext[] = []
  t.after(() => Promise.all(contexts.map((context) => context.close())))
  return async (options) => {
    const context = await browser.newContext(options)
    contexts.push(context)
    context.setDefaultTimeout(WAIT_MS)
    const page = await context.newPage()
    return { page, addAuthenticator: async (kind) => addAuthenticator(await devTools(page), kind) }
  }
}

let running: Promise<Browser> | undefined

/**
 * Starting a browser takes longer than most tests drive it, so the tests of a process share one. It ends after the last
 * test.
 */
async function runningBrowser(): Promise<Browser> {
  const last = await running
  if (last?.isConnected()) return last
  running = launchBrowser()
  return running
}
after(async () => (await running)?.close())

async function devTools(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  return session
}

async function addAuthenticator(session: CDPSession, { verifies = true } = {}): Promise<Authenticator> {
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  })
  return {
    setVerifies: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    counts: async () => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials.map(({ signCount }) => signCount)
    },
    addKey: async ({ credentialId, privateKey }, rpId) => {
      const id = Buffer.from(credentialId, 'base64url')
      const credential = {
        credentialId: id.toString('base64'),
        privateKey: privateKey.toString('base64'),
        userHandle: id.toString('base64'),
        isResidentCredential: true,
        rpId,
        signCount: 0,
      }
      await session.send('WebAuthn.addCredential', { authenticatorId, credential })
    },
    remove: async () => {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    },
  }
}
