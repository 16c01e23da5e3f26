import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { adoptDuringSetup, fileOf } from '../../../../admin/rule-sets/policies-in-force.ts'
import { readConfig } from '../../../../config.ts'
import { reasonOf, StartError } from '../../../../foundation/store/start-error.ts'
import { NO_NOTICES, NOTICES_FOLDER, readNoticesText } from '../../../../policy/notices/bundle.ts'
import type { RuleSetName } from '../../../../policy/rule-sets.ts'
import { findActor, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { parseStart } from '../../option-values.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import type { DatabaseOptions } from '../../run/with-database.ts'

/** Adds `adopt` to guard, budgets and automation, which must be registered first, and to the other rule sets. */
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
  const queues = describeGroup(program.command('queues').description('manage the queues in which cases wait'))
  registerAdoptOf(queues, 'queues', context)
  const policies = describeGroup(program.command('policies').description("manage the platform's policies"))
  registerAdoptOf(policies, 'policies', context)
  const items = describeGroup(program.command('items').description('manage the types of content of the platform'))
  registerAdoptOf(items, 'items', context)
  const notices = describeGroup(program.command('notices').description('manage the statements that people get'))
  registerAdoptOf(notices, 'notices', context)
  const retention = describeGroup(program.command('retention').description('manage how long data is stored'))
  registerAdoptOf(retention, 'retention', context)
}

type AdoptOptions = DatabaseOptions & TokenOptions & { reason: string; effectiveAt?: Date }

function registerAdoptOf(parent: Command, name: RuleSetName, context: CommandContext): void {
  const named = name === 'notices' ? 'folder of notices' : fileOf(name)
  const command = parent
    .command('adopt')
    .argument(
      '[file]',
      `the ${name === 'notices' ? 'folder' : 'file'} (default: ${fileOf(name)} in COUNTERSIGN_POLICIES)`,
    )
    .description(`propose another ${named}; a looser one takes a second person`)
    .option('--reason <text>', 'the reason for the change', `another ${named}`)
  if (name === 'policies') {
    const meaning = 'the day (UTC) or moment at which they take effect, within a year (default: when they are adopted)'
    command.option('--effective-at <time>', meaning, parseStart)
  }
  const output = describeCommand(command, context, {
    examples: [
      `countersign ${parent.name()} adopt our-${name === 'notices' ? 'policies/notices' : `${name}.yaml`} --reason "agreed in the weekly meeting"`,
    ],
    json: { change: `${CHANGE_JSON.change}; null during set-up, when the file applies at once`, file: 'the file' },
  })
  runWithToken(command, context, async (desk, options: AdoptOptions, file: string | undefined) => {
    const path = file ?? resolve(readConfig(context.env).policiesDir, fileOf(name))
    const text = readAt(name, path)
    const { person, settingUp } = await findActor(context, options, desk.db)
    if (person !== undefined) {
      const wanted = { kind: 'rule_set', name, text, effectiveAt: options.effectiveAt } as const
      const change = await proposeChange(desk, { wanted, reason: options.reason, by: person })
      return output.result({ change: toChangeJson(change), file: path }, formatChange(change))
    }
    if (!settingUp) throw new Error('a caller without a name passed after set-up')
    if (options.effectiveAt) throw new StartError('During set-up the file applies at once. Leave --effective-at out.')
    await adoptDuringSetup(desk.db, name, text)
    output.result({ change: null, file: path }, `The desk applies ${path}. During set-up one person decides that.`)
  })
}

function readAt(name: RuleSetName, path: string): string {
  if (name === 'notices') {
    const text = readNoticesText(dirname(path))
    if (text === NO_NOTICES || basename(path) !== NOTICES_FOLDER)
      throw new StartError(`${path} has no templates. Name a folder ${NOTICES_FOLDER} with settings.yaml.`)
    return text
  }
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new StartError(`${path} can't be read: ${reasonOf(error)}.`, { cause: error })
  }
}
