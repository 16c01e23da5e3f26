import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secp256k1Keypair } from '@atproto/crypto'
import { DESK } from '../../../src/foundation/domain.ts'
import { addKey } from '../../../src/people/access/keys.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { writeWidePolicies } from '../../../test/support/wide-budgets.ts'
import type { BenchDatabase, Ground } from '../../bench-desk.ts'
import { type DeskClient, openDeskClient } from '../../desk-client.ts'
import { type DeskSettings, startApi, startWorker } from '../../desk-programs.ts'
import type { Network } from './start-network.ts'

const PLATFORM = 'pds'
export const LABELER = 'did:web:desk.example'

/** The desk's name of a subject at the PDS. */
export const nameAtDesk = (id: string): string => `${PLATFORM}~${id}`

/** A desk that administers the PDS, with a lead who works there. */
export interface PdsDesk {
  database: BenchDatabase
  client: DeskClient
  /** Opens the client of a further lead with the same rights. */
  openAnother(): Promise<DeskClient>
}

export async function startPdsDesk(ground: Ground, network: Network): Promise<PdsDesk> {
  const database = await ground.makeDatabase('bench_beside_ozone', 'desk')
  const policiesDir = writeWidePolicies(join(ground.folder, 'beside-ozone-policies'))
  const settings = { policiesDir, ...platformSettings(ground, network) }
  const api = await startApi(ground, database, settings)
  await startWorker(ground, database, settings)
  const { key } = await addPlatformKey(database)
  const openAnother = async () => {
    const person = { roles: ['reviewer', 'lead'], languages: [], clearances: ['protected', 'safety'] } as const
    return openDeskClient(api.url, (await givenStaff(database.db, { ...person, onShift: true })).token, key)
  }
  return { database, client: await openAnother(), openAnother }
}

/** Starts the API of a desk that is a moderation service, without a worker. Returns its address. */
export async function startReportDesk(
  ground: Ground,
  network: Network,
): Promise<{ database: BenchDatabase; url: string }> {
  const database = await ground.makeDatabase('bench_reports_beside_ozone', 'desk')
  await givenPlatform(database.db, PLATFORM)
  const { id: reportKey } = await addPlatformKey(database)
  const signing = await Secp256k1Keypair.create({ exportable: true })
  const { env } = platformSettings(ground, network, { labeler: LABELER, reportKey })
  const secret = { COUNTERSIGN_PLATFORM_PDS_LABELER_KEY: Buffer.from(await signing.export()).toString('hex') }
  return { database, url: (await startApi(ground, database, { env: { ...env, ...secret } })).url }
}

/** Makes a key that names the accounts and records of the PDS as the PDS itself does. */
const addPlatformKey = ({ db }: BenchDatabase) =>
  addKey({ db }, { name: 'AT Protocol', scopes: ['report'], platform: PLATFORM }, DESK)

function platformSettings(
  ground: Ground,
  { pds, plc, appView, password }: Network,
  more: Readonly<Record<string, string>> = {},
): Pick<DeskSettings, 'env'> {
  const file = join(ground.folder, `platforms-${Object.keys(more).length}.yaml`)
  // YAML contains JSON.
  const settings = { connector: 'atproto', pds, plc, appview: appView, ...more }
  writeFileSync(file, JSON.stringify({ platforms: { [PLATFORM]: settings } }))
  return { env: { COUNTERSIGN_PLATFORMS: file, COUNTERSIGN_PLATFORM_PDS_PASSWORD: password } }
}
