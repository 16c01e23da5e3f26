import { resolve } from 'node:path'
import { readConfig } from '../../../../config.ts'
import { loadBudgets } from '../../../../policy/budgets/budgets-file.ts'
import { sayBrakes, sayBudget } from '../../../../policy/budgets/say-budget.ts'
import type { RegisterCommand } from '../../command-context.ts'

const EXAMPLES = `
Once a budget is spent, each further enforcement of that person, team, employer, key, source or desk needs one more approval; far over,
the breaker opens and nothing restrictive of theirs takes effect until two people close it: countersign change close.

Examples:
  countersign budgets check
  countersign budgets check our-budgets.yaml
  countersign budgets adopt our-budgets.yaml --reason "a wave of spam every Monday"
  countersign change close 3 --reason "all of them were fakes, we looked"`

export const registerBudgets: RegisterCommand = (program, context) => {
  const budgets = program
    .command('budgets')
    .description('manage the budgets of restrictive actions')
    .addHelpText('after', EXAMPLES)
  budgets
    .command('check')
    .argument('[file]', 'the file of budgets (budgets.yaml among the policies)')
    .description('check a file of budgets and describe each; exits with 1 if invalid')
    .action((file: string | undefined) => {
      const path = file ?? resolve(readConfig(context.env).policiesDir, 'budgets.yaml')
      const { budgets: entries, brakes } = loadBudgets(path)
      for (const budget of entries) context.print(`${budget.id}\n  ${sayBudget(budget)}\n`)
      context.print(`brakes\n  ${sayBrakes(brakes)}\n`)
      const many = `${entries.length} budget${entries.length === 1 ? '' : 's'}`
      context.print(`${many}. The file can be used.`)
    })
}
