import { staffKey } from '../foundation/domain.ts'
import sql from 'sql-template-tag'
import { type SignatureContent, signatureHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

/** Decodes bytes in the form that JSON has them: \x and hex. */
const fromHex = (text: unknown): Buffer => Buffer.from(String(text).slice(2), 'hex')

const signatures: CrossCheck = {
  table: 'signature',
  isKeptForever: true,
  rowsById: 'one',
  says: {
    signed: ({ signatureId: id, act, about, signatureHash: content, by, at }) => ({
      id,
      begins: true,
      row: { act, about, content, by, at },
    }),
  },
  rows: sql`
    select id, 0 as turn, staff_id as "staffId", credential_id as "credentialId", act, about, core, as_shown as "asShown",
      client_data, authenticator_data, signature, signed_at as at
    from signature`,
  shows: ({ client_data, authenticator_data, signature, ...row }) => {
    const bytes = {
      clientData: fromHex(client_data),
      authenticatorData: fromHex(authenticator_data),
      signature: fromHex(signature),
    }
    const content = signatureHash({ ...(row as unknown as Omit<SignatureContent, keyof typeof bytes>), ...bytes })
    return { ...row, content, by: staffKey(String(row.staffId)) }
  },
}

/** The ledger check of signatures. `checkSignatures` also verifies them with the people's passkeys. */
export const SIGNATURE_CHECKS: readonly CrossCheck[] = [signatures]
