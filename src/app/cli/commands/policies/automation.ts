import { resolve } from 'node:path'
import {
  AUTOMATION_FILE,
  loadAutomation,
  type OwnDeed,
  type Rule,
} from '../../../../policy/automation/automation-file.ts'
import { formatRule, formatSource } from '../../../../policy/automation/format-rule.ts'
import { RULE_FACT_NAMES, RULE_FACTS } from '../../../../policy/automation/vocabulary.ts'
import { readConfig } from '../../../../config.ts'
import type { ItemTypes } from '../../../../policy/items/item-types.ts'
import { findParameterFaults } from '../../../../policy/items/own-actions.ts'
import { loadPolicies, type Policies, type Policy } from '../../../../policy/policies.ts'
import { renderText } from '../../../../foundation/messages/render-message.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { count, formatTable } from '../../print/format-table.ts'

const HELP = `A new rule begins in shadow: the desk records what the rule would have done, and does nothing. After a day two people may
put it live. A rule proposes like a person, meets the same guards, and approves nothing. An action beyond a label, or
beyond hiding a content for an hour, waits for a person.`

export const registerAutomation: RegisterCommand = (program, context) => {
  const automation = program.command('automation').description('manage the rules that act on signals and reports')
  describeGroup(automation, HELP)
  const check = automation
    .command('check')
    .argument('[file]', 'the file of rules (default: automation.yaml in COUNTERSIGN_POLICIES)')
    .description('check a file of rules and describe each; refuses an invalid file')
  const checked = describeCommand(check, context, {
    examples: ['countersign automation check', 'countersign automation check our-automation.yaml'],
    json: {
      sources: 'each source of signals: id, why, owner, budget',
      rules: 'each rule: id, why, source, mode (shadow or live) and says (its effect in words)',
    },
  })
  check.action((file: string | undefined) => checkFile(context, checked, file))
  const facts = automation.command('facts').description('list the facts that a rule may use')
  const listed = describeCommand(facts, context, {
    examples: ['countersign automation facts'],
    json: { facts: 'name, type, unit and doc of each fact' },
  })
  facts.action(() => {
    const rows = RULE_FACT_NAMES.map((name) => {
      const { type, unit, doc } = RULE_FACTS[name]
      return { name, type, unit, doc }
    })
    const cells = rows.map(({ name, type, unit, doc }) => [name, type, unit, doc])
    listed.result({ facts: rows }, formatTable(['FACT', 'TYPE', 'UNIT', 'MEANING'], cells))
  })
}

function checkFile({ env }: CommandContext, output: Output<'sources' | 'rules'>, file: string | undefined): void {
  const { policiesDir } = readConfig(env)
  const path = file ?? resolve(policiesDir, AUTOMATION_FILE)
  const { sources, rules } = loadAutomation(path)
  const stray = findStrayNames(rules, loadPolicies(policiesDir))
  if (stray.length > 0) throw new StartError(`the rules of ${path} can't be used:\n  ${stray.join('\n  ')}`)
  const parts = [
    ...[...sources.values()].map((source) => `${source.id}\n  ${source.why}\n  ${formatSource(source)}`),
    ...rules.map((rule) => `${rule.id} (${rule.mode}), of ${rule.source}\n  ${rule.why}\n  ${formatRule(rule)}`),
    `${count(sources.size, 'source')}, ${count(rules.length, 'rule')}. The file can be used.`,
  ]
  const described = rules.map((rule) => {
    const { id, why, source, mode } = rule
    return { id, why, source, mode, says: formatRule(rule) }
  })
  output.result({ sources: [...sources.values()], rules: described }, parts.join('\n\n'))
}

/**
 * Lists the rules that name a missing policy or queue, or an action that their policy doesn't allow: people then decide
 * instead of the rule.
 */
const findStrayNames = (
  rules: readonly Rule[],
  { policies, queues, items }: Pick<Policies, 'policies' | 'queues' | 'items'>,
): string[] =>
  rules.flatMap(({ id, does }) => {
    if (does.kind === 'route') return queues.has(does.queue) ? [] : [`${id}: there is no queue ${does.queue}`]
    const policy = policies.get(does.policyId)
    if (policy === undefined) return [`${id}: there is no policy ${does.policyId}`]
    if (does.kind !== 'propose') return []
    if ('own' in does) return findOwnFaults(does.own, policy, items).map((fault) => `${id}: ${fault}`)
    if (policy.actions.includes(does.action)) return []
    return [`${id}: the policy ${policy.id} does not lead to ${does.action}`]
  })

/** Lists the faults of an action of one's own in a rule: a person would have to propose it. */
function findOwnFaults({ id, parameters }: OwnDeed, policy: Policy, { actions }: ItemTypes): string[] {
  const declared = actions.get(id)
  if (declared === undefined) return [`there is no action ${id}`]
  return [
    ...(policy.ownActions.includes(id) ? [] : [`the policy ${policy.id} does not lead to ${id}`]),
    ...(declared.reversible ? [] : [`${id} can’t be undone, so no rule proposes it`]),
    ...findParameterFaults(declared, parameters, 'parameters').map(
      ({ field, detail }) => `${field} ${renderText(detail)}`,
    ),
  ]
}
