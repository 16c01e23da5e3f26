import type { KeyScope } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { findRegistered } from './describe-authority.ts'
import type { Described, WantedMachineKey } from '../change/wanted.ts'

const MAY: Readonly<Record<KeyScope, string>> = {
  report: 'sends reports',
  facts: 'tells the facts by which guards judge',
  scim: 'says who works here, and ends people',
  events: 'is told by kind and id what happens at the desk',
  account_events: 'is told by id at which accounts something happens',
  signals: 'sends signals on which rules act',
  appeals: 'sends appeals and removal requests, and receives the outcomes of appeals',
  orders: 'sends orders of an authority, on which one person takes posts of protected accounts offline',
}

/** Describes what the holder of a new API key may do. */
export async function describeKey(db: Queryable, wanted: WantedMachineKey): Promise<Described> {
  const { name, scopes, source, authorityId, fingerprint } = wanted
  if (scopes.includes('signals') !== (source !== undefined)) {
    throw invalidField('change/source', message('apiKey.sourceField'))
  }
  if (scopes.includes('orders') !== (authorityId !== undefined)) {
    throw invalidField('change/authorityId', message('apiKey.authorityField'))
  }
  if (authorityId !== undefined && scopes.length > 1) {
    throw invalidField('change/scopes', message('apiKey.ordersOnly'))
  }
  const authority = authorityId === undefined ? undefined : await findRegistered(db, authorityId)
  const whose = [
    source === undefined ? '' : ` Its signals are those of ${source}.`,
    authority === undefined
      ? ''
      : ` Its enforcements are those of ${authority.name} (${authority.country}, ${authorityId}).`,
  ].join('')
  return {
    says: `A key called "${name}" is made. A program with this key ${scopes.map((scope) => MAY[scope]).join(', and ')}.${whose} Its fingerprint is ${fingerprint}.`,
    direction: 'looser',
  }
}
