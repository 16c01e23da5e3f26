import type { Policies } from '../policies.ts'
import type { Rule } from './automation-file.ts'

/**
 * Lists the rules that name a missing policy or queue, or an action that their policy doesn't allow: such a rule's act
 * is left to people.
 */
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
