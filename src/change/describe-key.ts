import type { KeyScope } from '../domain.ts'
import type { Described, Wanted } from './wanted.ts'

const MAY: Readonly<Record<KeyScope, string>> = {
  report: 'sends reports',
  facts: 'tells the facts by which guards judge',
  scim: 'says who works here, and ends people',
  events: 'is told by kind and id what happens at the desk',
  account_events: 'is told by id at which accounts something happens',
}

/** What a machine's key would let whoever has it do. */
export const describeKey = ({ name, scopes, fingerprint }: Extract<Wanted, { kind: 'key' }>): Described => ({
  says: `A key called "${name}" is made. Whoever has it ${scopes.map((scope) => MAY[scope]).join(', and ')}. Its fingerprint is ${fingerprint}.`,
  direction: 'looser',
})
