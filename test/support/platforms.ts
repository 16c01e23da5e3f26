import { claimPlatforms } from '../../src/app/cli/run/claim-connector.ts'
import type { NamedPlatform } from '../../src/connectors/read-platforms.ts'
import { WEBHOOK } from '../../src/connectors/webhook/webhook-kind.ts'
import type { Pool } from '../../src/foundation/database/db.ts'

/** A platform with platform-kit at this address, as the file of platforms describes it. */
export const namedPlatform = (name: string, url = `https://${name}.example/countersign`): NamedPlatform => ({
  ...{ name, kind: WEBHOOK, settings: { url } },
  secrets: { SECRET: `whsec_${Buffer.alloc(32, name.length).toString('base64')}` },
})

/** Makes a platform one of a desk that is being set up. */
export async function givenPlatform(db: Pool, name: string, url?: string): Promise<NamedPlatform> {
  const platform = namedPlatform(name, url)
  const { notes } = await claimPlatforms(db, [platform])
  if (notes.length > 0) throw new Error(notes.join())
  return platform
}
