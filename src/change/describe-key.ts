import type { KeyScope } from '../domain.ts'
import { DeskError } from '../lib/errors.ts'
import type { Described, Wanted } from './wanted.ts'

const MAY: Readonly<Record<KeyScope, string>> = {
  report: 'sends reports',
  facts: 'tells the facts by which guards judge',
  scim: 'says who works here, and ends people',
  events: 'is told by kind and id what happens at the desk',
  account_events: 'is told by id at which accounts something happens',
  signals: 'sends signals on which rules act',
  appeals: 'sends appeals, and is told what became of them',
}

/** What a machine's key would let whoever has it do. */
export function describeKey({ name, scopes, source, fingerprint }: Extract<Wanted, { kind: 'key' }>): Described {
  if (scopes.includes('signals') !== (source !== undefined)) {
    const detail = 'must be named for a key that sends signals, and for no other'
    throw new DeskError('invalid_input', `Nothing was proposed: change/source ${detail}.`, {
      errors: [{ field: 'change/source', detail }],
    })
  }
  const whose = source === undefined ? '' : ` Its signals are those of ${source}.`
  return {
    says: `A key called "${name}" is made. Whoever has it ${scopes.map((scope) => MAY[scope]).join(', and ')}.${whose} Its fingerprint is ${fingerprint}.`,
    direction: 'looser',
  }
}
