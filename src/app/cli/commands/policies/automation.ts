import { resolve } from 'node:path'
import { AUTOMATION_FILE, loadAutomation, type Rule } from '../../../../policy/automation/automation-file.ts'
import { sayRule, saySource } from '../../../../policy/automation/say-rule.ts'
import { RULE_FACT_NAMES, RULE_FACTS } from '../../../../policy/automation/vocabulary.ts'
import { readConfig } from '../../../../config.ts'
import { loadPolicies, type Policies } from '../../../../policy/policies.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { count, formatTable } from '../../print/format-table.ts'

const EXAMPLES = `
A rule is new in shadow: what it would have done is recorded, and nothing is done. After a day it may go live, by a change of two
people. It asks by the same way as everybody else and agrees to nothing; what is more than a label, or than hiding a content for an
hour, waits for somebody.

Examples:
  countersign automation check
  countersign automation check our-automation.yaml
  countersign automation facts
  countersign automation adopt our-automation.yaml --reason "a link classifier, in shadow"`

export const registerAutomation: RegisterCommand = (program, context) => {
  const automation = program
    .command('automation')
    .description('manage the rules that act on signals and reports')
    .addHelpText('after', EXAMPLES)
  automation
    .command('check')
    .argument('[file]', 'the file of rules (automation.yaml among the policies)')
    .description('check a file of rules and describe each; exits with 1 if invalid')
    .action((file: string | undefined) => checkFile(context, file))
  automation
    .command('facts')
    .description('list the facts that a rule may use')
    .action(() => {
      const rows = RULE_FACT_NAMES.map((name) => {
        const { type, unit, doc } = RULE_FACTS[name]
        return [name, type, unit, doc]
      })
      context.print(formatTable(['FACT', 'TYPE', 'UNIT', 'WHAT IT SAYS'], rows))
    })
}

function checkFile({ env, print }: CommandContext, file: string | undefined): void {
  const { policiesDir } = readConfig(env)
  const path = file ?? resolve(policiesDir, AUTOMATION_FILE)
  const { sources, rules } = loadAutomation(path)
  const stray = findStrayNames(rules, loadPolicies(policiesDir))
  if (stray.length > 0) throw new StartError(`the rules of ${path} can't be used:\n  ${stray.join('\n  ')}`)
  for (const source of sources.values()) print(`${source.id}\n  ${source.why}\n  ${saySource(source)}\n`)
  for (const rule of rules) print(`${rule.id} (${rule.mode}), of ${rule.source}\n  ${rule.why}\n  ${sayRule(rule)}\n`)
  print(`${count(sources.size, 'source')}, ${count(rules.length, 'rule')}. The file can be used.`)
}

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
