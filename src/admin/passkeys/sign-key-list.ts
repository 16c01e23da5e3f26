import type { KeyList } from '@countersign/platform-kit'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { findKeyList } from '../../people/passkeys/key-list.ts'
import { listKeyListSignatures } from '../../people/passkeys/key-list-signatures.ts'

/**
 * Returns the text that a person signs to agree to the newest key list. Platforms that pinned the list before count the
 * signatures of people on that one.
 */
export async function prepareKeyList({ db }: Pick<Desk, 'db'>, { about }: { about: string }): Promise<Signable> {
  return signableList(db, Number(about.replace(/^keys:/, '')))
}

/** Stores a person's signature of a key list. Returns how many people of the list before it have signed it. */
export async function signKeyList(
  desk: Desk,
  { version, by, signature }: { version: number; by: StaffCaller; signature: GivenSignature },
): Promise<{ version: number; signatures: number }> {
  const about = `keys:${version}`
  const signed = await readSignature(desk.db, desk, { act: 'keys', about, by, signature })
  return inTransaction(desk.db, async (tx) => {
    await insertSignature(tx, signed, await signableList(tx, version))
    return { version, signatures: (await listKeyListSignatures(tx, version)).length }
  })
}

async function signableList(db: Queryable, version: number): Promise<Signable> {
  const newest = await findKeyList(db)
  if (newest === undefined || newest.version !== version) {
    throw new DeskError('not_found', message('keyList.notNewest', { version }))
  }
  const before = await findKeyList(db, version - 1)
  if (before === undefined) {
    throw new DeskError('conflict', message('keyList.first', { version }))
  }
  const [list, old]: [KeyList, KeyList] = [JSON.parse(newest.body), JSON.parse(before.body)]
  const isIn = ({ keys }: KeyList, id: string) => keys.some(({ credentialId }) => credentialId === id)
  return {
    about: `keys:${version}`,
    core: { version, hash: newest.hash },
    asShown: {
      expiresAt: list.expiresAt,
      keys: list.keys.length,
      people: new Set(list.keys.map(({ person }) => person)).size,
      added: list.keys.filter(({ credentialId }) => !isIn(old, credentialId)).length,
      removed: old.keys.filter(({ credentialId }) => !isIn(list, credentialId)).length,
    },
  }
}
