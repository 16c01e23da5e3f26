import type { KeyList } from '@countersign/platform-kit'
import type { Logger } from 'pino'
import type { DemoAccess } from '../../src/app/cli/print/welcome.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { findKeyList, makeKeyList } from '../../src/people/passkeys/key-list.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { prepareDemoPeople } from './demo-people.ts'
import { type DemoProcess, startDemoPlatform } from './demo-platform.ts'
import { prepareDemoTeam } from './demo-team.ts'
import { writeDemoTrust } from './demo-trust.ts'

/** The demo platform's limits on restrictive effects, for all callers. */
const DEMO_LIMITS = { perMinute: 600, reachPerHour: 100_000_000 }

const LIST_DAYS = 365

interface DemoGround {
  port: number
  dataDir: string
  secret: string
  /** The address of the desk. */
  url: string
  /** The public key of the desk's signatures. */
  deskKey: Parameters<typeof writeDemoTrust>[1][number]
  clockAt?: Date
  log: Logger
}

/** Creates the demo's people if they are missing, and starts the demo platform. */
export async function startDemoParts(
  desk: Desk,
  { url, deskKey, ...ground }: DemoGround,
): Promise<DemoProcess & { access: DemoAccess }> {
  const access = await prepareDemoPeople(desk)
  await prepareDemoTeam(desk)
  const trust = writeDemoTrust(ground.dataDir, [deskKey], await findPinnable(desk))
  const started = { ...ground, desk: { url, key: access.platformKey }, trust, limits: DEMO_LIMITS }
  return { ...(await startDemoPlatform(started)), access }
}

/** The list of people's keys that the demo platform pins at its first start, when the demo's people have their keys. */
async function findPinnable(desk: Desk): Promise<KeyList> {
  const { relyingParty } = desk
  const { body } =
    (await findKeyList(desk.db)) ?? (await makeKeyList(desk, { relyingParty, days: LIST_DAYS, by: DESK }))
  return JSON.parse(body)
}
