import { resolve } from 'node:path'
import { readConfig } from '../../../../config.ts'
import { loadBudgets } from '../../../../policy/budgets/budgets-file.ts'
import { formatStopLimits, formatBudget } from '../../../../policy/budgets/format-budget.ts'
import { count } from '../../print/format-table.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import type { RegisterCommand } from '../../command-context.ts'

const HELP = `A budget limits the enforcements of a person, team, employer, key, source or of the whole desk. Above the first bound each
further enforcement needs one more approval. Above the second bound the circuit breaker opens: nothing restrictive takes
effect until two people close it with "countersign change close".`

export const registerBudgets: RegisterCommand = (program, context) => {
  const budgets = program.command('budgets').description('manage the budgets of restrictive actions')
  describeGroup(budgets, HELP)
  const check = budgets
    .command('check')
    .argument('[file]', 'the file of budgets (default: budgets.yaml in COUNTERSIGN_POLICIES)')
    .description('check a file of budgets and describe each; refuses an invalid file')
  const output = describeCommand(check, context, {
    examples: ['countersign budgets check', 'countersign budgets check our-budgets.yaml'],
    json: {
      budgets: 'each budget: id, why, of, withinMs, actions, and its bounds (enforcements, reach)',
      stopLimits: 'the numbers of stops, declines and restores by one person at which leads are alerted',
    },
  })
  check.action((file: string | undefined) => {
    const path = file ?? resolve(readConfig(context.env).policiesDir, 'budgets.yaml')
    const { budgets: entries, stopLimits } = loadBudgets(path)
    const parts = [
      ...entries.map((budget) => `${budget.id}\n  ${formatBudget(budget)}`),
      `stop_limits\n  ${formatStopLimits(stopLimits)}`,
      `${count(entries.length, 'budget')}. The file can be used.`,
    ]
    output.result({ budgets: entries, stopLimits }, parts.join('\n\n'))
  })
}
