import type { TestContext } from 'node:test'
import { type Browser, type BrowserContextOptions, type CDPSession, chromium, type Page } from 'playwright-core'
import type { SoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'
import { findChromium } from './chromium.ts'

/** Somebody's page in a real browser, with nothing in it and nothing shared with anybody else's. */
export interface TestBrowser {
  page: Page
  /**
   * Gives the page an authenticator, as the browser's own tools make one: it keeps keys, and says of its user what it is
   * told to. Answers how to change that, and what it holds.
   */
  addAuthenticator(options?: { verifies?: boolean }): Promise<Authenticator>
}

export interface Authenticator {
  /** Whether its user gives a finger, a face or a PIN from now on. */
  setVerifies(verifies: boolean): Promise<void>
  /** How often each of its keys was used, as it counts. */
  counts(): Promise<number[]>
  /** Gives it a key that was made elsewhere, for whoever has that site. */
  addKey(key: Pick<SoftwareKey, 'credentialId' | 'privateKey'>, rpId: string): Promise<void>
  /** Takes it away, with its keys. */
  remove(): Promise<void>
}

/** What hasn't come by then doesn't come, however busy the machine is: nothing waits as long when all is well. */
const WAIT_MS = 60_000

/** Starts a browser for one test. */
export const openBrowser = async (t: TestContext): Promise<TestBrowser> => (await openBrowsers(t))()

/** Starts a browser for one test, in which any number of people have a page each. */
export async function openBrowsers(t: TestContext): Promise<(options?: BrowserContextOptions) => Promise<TestBrowser>> {
  const browser = await launchBrowser()
  t.after(() => browser.close())
  return async (options) => {
    const context = await browser.newContext(options)
    context.setDefaultTimeout(WAIT_MS)
    const page = await context.newPage()
    return { page, addAuthenticator: async (kind) => addAuthenticator(await devTools(page), kind) }
  }
}

/** Starts the browser that stands on this machine. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new Error('There is no Chromium: npm test installs it, or says why it can not.')
  return chromium.launch({
    executablePath,
    // As root it has no sandbox; it sees pages of this machine alone.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

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
