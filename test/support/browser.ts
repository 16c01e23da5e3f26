import { after, type TestContext } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core'
import type { SoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'
import { cleanUp } from './clean-up.ts'
import { launchBrowser } from './launch-browser.ts'

/** One person's page in a real browser: empty, and without shared data with other pages. */
export interface TestBrowser {
  page: Page
  /**
   * Gives the page a virtual authenticator of the browser's developer tools: it stores keys, and states whether its
   * user was verified as the test sets. Returns its controls and its contents.
   */
  addAuthenticator(options?: { verifies?: boolean }): Promise<Authenticator>
}

export interface Authenticator {
  /** Sets whether the user verifies themselves by finger, face or PIN from now on. */
  setVerifies(verifies: boolean): Promise<void>
  /** The signature counter of each of its keys. */
  counts(): Promise<number[]>
  /** Adds a key that was created elsewhere, for the site `rpId`. */
  addKey(key: Pick<SoftwareKey, 'credentialId' | 'privateKey'>, rpId: string): Promise<void>
  /** Removes the authenticator with its keys. */
  remove(): Promise<void>
}

/** The time after which a wait fails, long enough for a busy machine. A passing test waits far less. */
const WAIT_MS = 180_000

/** Opens a page for one test. */
export const openBrowser = async (t: TestContext): Promise<TestBrowser> => (await openBrowsers(t))()

/** Opens pages for one test, one for each of any number of people; they close when the test ends. */
export async function openBrowsers(t: TestContext): Promise<(options?: BrowserContextOptions) => Promise<TestBrowser>> {
  const browser = await runningBrowser()
  const contexts: BrowserContext[] = []
  cleanUp(t, () => Promise.all(contexts.map((context) => context.close())))
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
