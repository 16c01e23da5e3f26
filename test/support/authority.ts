import sql from 'sql-template-tag'
import { agreeToChange } from '../../src/admin/change/answer-change.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Wanted } from '../../src/admin/change/wanted.ts'
import type { Desk } from '../../src/policy/desk.ts'
import type { Role, StaffCaller } from '../../src/foundation/domain.ts'
import { makeSecret } from '../../src/people/access/tokens.ts'
import { send } from './desk-flow.ts'
import { givenStaff } from './people.ts'
import { signedBy } from './sign.ts'
import type { WorkingDesk } from './working-desk.ts'

/** A registered authority, and the API key with which it sends its orders. */
export interface GivenAuthority {
  id: string
  keyId: string
  token: string
}

type Has = { desk: Desk }

/** Registers an authority and creates its API key, each by two people. */
export async function givenAuthority(working: Has, name = 'Harbour Hotline'): Promise<GivenAuthority> {
  const registered = await changeByTwo(working, { kind: 'authority', name, country: 'IE', contact: '+353 1 555 0100' })
  const { db } = working.desk
  const authorities = await db.query<{ id: string }>(sql`select id from authority where registered_by = ${registered}`)
  const id = String(authorities.rows[0]?.id)
  const secret = makeSecret('key')
  const fingerprint = secret.hash.toString('hex')
  await changeByTwo(working, { kind: 'key', name, scopes: ['orders'], authorityId: id, fingerprint })
  const keys = await db.query<{ id: string }>(sql`select id from api_key where secret_hash = ${secret.hash}`)
  return { id, keyId: String(keys.rows[0]?.id), token: secret.text }
}

/** One person proposes a change and, if it loosens a rule, another agrees. Returns the id of the change. */
export async function changeByTwo({ desk }: Has, wanted: Wanted): Promise<string> {
  const [by, other] = [await caller(desk, ['policy']), await caller(desk, ['lead'])]
  const { id: changeId, state } = await proposeChange(desk, { wanted, reason: 'as agreed with them', by })
  if (state === 'applied') return changeId
  const signature = await signedBy(desk, other, 'change_agree', changeId)
  await agreeToChange(desk, { changeId, by: other, reason: null, signature })
  return changeId
}

async function caller({ db }: Desk, roles: readonly Role[]): Promise<StaffCaller> {
  const { id } = await givenStaff(db, { roles, onShift: true })
  return { kind: 'staff', id, pseudonym: id, roles }
}

export const PDF = Buffer.from('%PDF-1.7\nRemoval order.')

/** An order as an authority sends it. */
export const orderOf = (contents: readonly string[], more: object = {}) => ({
  reference: 'HH-1',
  kind: 'removal_order',
  policyId: 'public-danger',
  contents,
  ...more,
})

/** The same order as a person enters it, with its document. */
export const enteredOrder = (contents: readonly string[], receivedAt: Date, more: object = {}) =>
  orderOf(contents, {
    authority: 'Harbour Hotline',
    verified: 'called_back',
    receivedAt: receivedAt.toISOString(),
    document: { name: 'order.pdf', mediaType: 'application/pdf', base64: PDF.toString('base64') },
    ...more,
  })

export const REQUEST = {
  policyId: 'intimate-images',
  signature: 'Rosa Marsh',
  identification: 'https://harbour.example/posts/pills-1',
  goodFaith: 'I believe in good faith that I did not agree to this picture of me.',
  contact: 'rosa@mail.example',
}

/** Sends an authority's order; returns its id. */
export async function receivedOrder(working: WorkingDesk, token: string, body: object): Promise<string> {
  const answer = await send(working, token, 'POST', '/v1/authority-orders', body)
  if (answer.status !== 201) throw new Error(`the order was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return String(answer.body.id)
}
