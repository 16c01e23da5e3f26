import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { adoptDuringSetup } from '../../../../admin/rule-sets/policies-in-force.ts'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { RuleSetName } from '../../../../policy/rule-sets.ts'
import { readConfig } from '../../../../config.ts'
import { reasonOf, StartError } from '../../../../foundation/store/start-error.ts'
import { addTokenOption, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

/** `guard adopt`, `budgets adopt` and `automation adopt`, under what is registered before it, and `queues adopt` and `policies adopt`. */
export const registerAdopt: RegisterCommand = (program, context) => {
  for (const [parent, name] of [
    ['guard', 'guards'],
    ['budgets', 'budgets'],
    ['automation', 'automation'],
  ] as const) {
    const command = program.commands.find((known) => known.name() === parent)
    if (!command) throw new Error(`${parent} adopt is part of ${parent}, which is not registered`)
    registerAdoptOf(command, name, context)
  }
  const queues = program.command('queues').description('manage the queues in which cases wait')
  registerAdoptOf(queues, 'queues', context)
  const policies = program.command('policies').description("manage the platform's policies")
  registerAdoptOf(policies, 'policies', context)
}

type AdoptOptions = DatabaseOptions & TokenOptions & { reason: string }

function registerAdoptOf(parent: Command, name: RuleSetName, context: CommandContext): void {
  const command = parent
    .command('adopt')
    .argument('[file]', `the file (${name}.yaml among the policies)`)
    .description(`propose another ${name}.yaml; a looser one needs a second person`)
    .option('--reason <text>', 'why', `another ${name}.yaml`)
  addTokenOption(addDatabaseOption(command)).action((file: string | undefined, options: AdoptOptions) =>
    withDatabase(context, options, async (desk) => {
      const path = file ?? resolve(readConfig(context.env).policiesDir, `${name}.yaml`)
      const text = readFile(path)
      const { person, settingUp } = await findActor(context, options, desk.db)
      if (person !== undefined) {
        const wanted = { kind: 'rule_set', name, text } as const
        return context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by: person })))
      }
      if (!settingUp) throw new Error('somebody without a name was let in after set-up')
      await adoptDuringSetup(desk.db, name, text)
      context.print(`The desk goes by ${path}. While it is being set up, one person decides that.`)
    }),
  )
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new StartError(`${path} can't be read: ${reasonOf(error)}.`, { cause: error })
  }
}
