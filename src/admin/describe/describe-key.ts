import type { KeyScope } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
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

/** Describes what a machine's key lets its holder do. */
export async function describeKey(db: Queryable, wanted: WantedMachineKey): Promise<Described> {
  const { name, scopes, source, authorityId, fingerprint } = wanted
  if (scopes.includes('signals') !== (source !== undefined)) {
    throw invalid('source', 'must be named for a key that sends signals, and for no other')
  }
  if (scopes.includes('orders') !== (authorityId !== undefined)) {
    throw invalid('authorityId', 'must be named for a key that sends orders, and for no other')
  }
  if (authorityId !== undefined && scopes.length > 1) {
    throw invalid('scopes', 'must be orders alone: a key of an authority does nothing else')
  }
  const authority = authorityId === undefined ? undefined : await findRegistered(db, authorityId)
  const whose = [
    source === undefined ? '' : ` Its signals are those of ${source}.`,
    authority === undefined
      ? ''
      : ` Its enforcements are those of ${authority.name} (${authority.country}, ${authorityId}).`,
  ].join('')
  return {
    says: `A key called "${name}" is made. Whoever has it ${scopes.map((scope) => MAY[scope]).join(', and ')}.${whose} Its fingerprint is ${fingerprint}.`,
    direction: 'looser',
  }
}

const invalid = (member: string, detail: string): DeskError =>
  new DeskError('invalid_input', `Nothing was proposed: change/${member} ${detail}.`, {
    errors: [{ field: `change/${member}`, detail }],
  })
