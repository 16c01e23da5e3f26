import type { Policies } from '../policies.ts'
import type { Rule } from './automation-file.ts'

/** Where rules name a policy or a queue that there isn't, or an action its policy doesn't lead to: what they say is left to people then. */
export const findStrayNames = (
  rules: readonly Rule[],
  { policies, queues }: Pick<Policies, 'policies' | 'queues'>,
): string[] =>
  rules.flatMap(({ id, does }) => {
    if (does.kind === 'route') return queues.has(does.queue) ? [] : [`${id}: there is no queue ${does.queue}`]
    const policy = policies.get(does.policyId)
    if (policy === undefined) return [`${id}: there is no policy ${does.policyId}`]
    if (does.kind !== 'propose' || policy.actions.includes(does.action)) return []
    return [`${id}: the policy ${policy.id} does not lead to ${does.action}`]
  })
