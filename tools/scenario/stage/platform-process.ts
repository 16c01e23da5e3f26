import { demoSecret } from '../../../src/app/cli/run/find-platform.ts'
import { startDemoPlatform } from '../../demo/demo-platform.ts'
import { openLog } from '../../../src/app/cli/run/open-log.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import type { Scenario } from '../file/scenario-file.ts'

export interface PlatformDoor {
  url: string
  secret: string
}

/** The real demo platform, with a manually set clock. */
export interface PlatformProcess {
  /** Moves the platform's clock forward; effects that end by then are reverted before the answer. */
  setClock(now: Date): Promise<void>
  /** True when a visitor of the account's public page sees it. */
  visit(handle: string): Promise<boolean>
  /** Switches an account with the platform's own tool, at one click: without an enforcement or an approval. */
  switchByHand(handle: string, visible: boolean): Promise<void>
  /** The last actor that changed what visitors see, by the platform's own record. */
  lastCause(): Promise<'desk' | 'self_revert' | 'own_will' | undefined>
  stop(): Promise<void>
}

export interface PlatformSetup {
  dataDir: string
  port: number
  clockAt: Date
  /** The file with the keys that the platform accepts in addition to the secret. */
  trust?: string
}

/**
 * Returns the address at which a platform in this folder accepts signed calls, whether it runs or not, and their
 * secret.
 */
export const doorOf = ({ dataDir, port }: PlatformSetup): PlatformDoor => ({
  url: `http://127.0.0.1:${port}/countersign`,
  secret: demoSecret(dataDir),
})

/** Starts the platform in a folder, with the scenario's accounts on it. */
export async function startPlatformProcess(
  { accounts }: Pick<Scenario, 'accounts'>,
  setup: PlatformSetup,
): Promise<PlatformProcess> {
  const { secret } = doorOf(setup)
  const { url, stop } = await startDemoPlatform({ ...setup, secret, log: openLog('fatal') })
  try {
    await loadAccounts(url, accounts)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    setClock: async (now) => void (await post(`${url}/clock`, { now: now.toISOString() })),
    visit: async (handle) => {
      const response = await fetch(`${url}/@${encodeURIComponent(handle)}`)
      await response.arrayBuffer()
      return response.ok
    },
    switchByHand: async (handle, visible) => {
      await post(`${url}/faults`, { fault: 'own_will', subject: { kind: 'account', id: handle }, state: { visible } })
    },
    lastCause: async () => {
      const response = await fetch(`${url}/record`)
      const { effects } = (await response.json()) as { effects: { cause: 'desk' | 'self_revert' | 'own_will' }[] }
      return effects.at(-1)?.cause
    },
    stop,
  }
}

/** An account's id is its handle. */
async function loadAccounts(url: string, accounts: Scenario['accounts']): Promise<void> {
  const lines = accounts.map(({ handle, name, reach, verified = false, tags = [], since }) =>
    JSON.stringify({
      type: 'account',
      id: handle,
      handle,
      displayName: name,
      reach,
      verified,
      tags,
      createdAt: `${since}T00:00:00.000Z`,
    }),
  )
  const headers = { 'content-type': 'application/x-ndjson' }
  const response = await fetch(`${url}/load`, { method: 'POST', headers, body: lines.join('\n') })
  const loaded = (await response.json()) as { rejectedLines?: { line: number; reason: string }[] }
  const refused = (loaded.rejectedLines ?? []).map(
    ({ line, reason }) => `@${accounts[line - 1]?.handle} (${/UNIQUE/.test(reason) ? TAKEN : reason})`,
  )
  if (refused.length > 0) throw new StartError(`The platform did not take these accounts: ${refused.join(', ')}.`)
}

const TAKEN = 'an account of the platform already has this handle'

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`the platform answered ${response.status}: ${await response.text()}`)
}
