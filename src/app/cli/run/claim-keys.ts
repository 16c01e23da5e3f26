import sql from 'sql-template-tag'
import { channelKeyFingerprint } from '../../../foundation/outgoing/seal.ts'
import { parseSigningKey, readSigningKeys } from '../../../foundation/outgoing/signing-key.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import { StartError } from '../../../foundation/store/start-error.ts'

/** The origin of a process's keys: its configuration, or its data folder. */
interface KeySources {
  dataDir: string
  channelKey: string | undefined
  signingKey: string | undefined
}

const HOW =
  'Give every process the same keys (COUNTERSIGN_CHANNEL_KEY and COUNTERSIGN_SIGNING_KEY, or one data folder). If this key is new for all of them, run "countersign keys announce" as the owner of the database first.'
const REFUSED = {
  channel: `This process can't open what the desk has sealed: its channel key is not the one that the database knows. ${HOW}`,
  signing: `The platform would refuse this process: its signing key is none that the database knows. ${HOW}`,
} as const

/**
 * Lets a process run only with the keys that the desk's other processes have. With others it would give up each message
 * that it takes, and the platform would refuse its calls.
 */
export async function claimKeys(db: Queryable, sources: KeySources): Promise<void> {
  const { channel, signing, previous } = await readFingerprints(sources)
  await claim(db, 'channel', channel, null)
  await claim(db, 'signing', signing, previous)
}

async function claim(
  db: Queryable,
  kind: keyof typeof REFUSED,
  fingerprint: string,
  previous: string | null,
): Promise<void> {
  const { rows } = await db.query<{ known: boolean }>(sql`
    select claim_desk_key(${kind}, ${fingerprint}, ${previous}) as known`)
  if (rows[0]?.known !== true) throw new StartError(REFUSED[kind])
}

/** Registers the keys of this process for the desk, beside those it had. Only the owner of the database may do so. */
export async function announceKeys(db: Queryable, sources: KeySources): Promise<void> {
  const { channel, signing } = await readFingerprints(sources)
  await db.query(sql`
    insert into desk_key (kind, fingerprint) values ('channel', ${channel}), ('signing', ${signing})
    on conflict do nothing`)
}

async function readFingerprints({ dataDir, channelKey, signingKey }: KeySources) {
  const keys =
    signingKey === undefined ? await readSigningKeys(dataDir) : { current: await parseSigningKey(signingKey) }
  const previous = 'previous' in keys ? (keys.previous ?? null) : null
  return { channel: channelKeyFingerprint(dataDir, channelKey), signing: keys.current.kid, previous }
}
