import { resolve } from 'node:path'
import { AUTOMATION_FILE, loadAutomation } from '../../../../policy/automation/automation-file.ts'
import { sayRule, saySource } from '../../../../policy/automation/say-rule.ts'
import { findStrayNames } from '../../../../policy/automation/stray-names.ts'
import { RULE_FACT_NAMES, RULE_FACTS } from '../../../../policy/automation/vocabulary.ts'
import { readConfig } from '../../../../config.ts'
import { loadPolicies } from '../../../../policy/policies.ts'
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
