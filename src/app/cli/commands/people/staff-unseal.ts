import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { readUnsealed } from '../../../../admin/describe/unseal.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { findActing, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import type { DatabaseOptions } from '../../run/with-database.ts'

type Options = DatabaseOptions & TokenOptions

/**
 * Adds the commands that reveal the name behind a pseudonym to the proposer, with another person's agreement. They are
 * subcommands of `staff`, which must be registered first.
 */
export const registerStaffUnseal: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('unsealing is part of staff, which is not registered')
  const unseal = staff
    .command('unseal')
    .argument('<person>', 'their id or pseudonym')
    .description('propose that you see the name behind a pseudonym; the person is notified')
    .requiredOption('--reason <text>', 'the reason for the change')
  const proposed = describeCommand(unseal, context, {
    examples: ['countersign staff unseal rook --reason "the police ask for a witness"'],
    json: CHANGE_JSON,
  })
  runWithToken(unseal, context, async (desk, options: Options & { reason: string }, one: string) => {
    const by = await findActing(context, options, desk.db)
    const wanted = { kind: 'unseal', staffId: await findStaffId(desk.db, one) } as const
    printChange(proposed, await proposeChange(desk, { wanted, reason: options.reason, by }))
  })

  const name = staff
    .command('name')
    .argument('<change>', 'the change that a second person agreed to, such as chg_12')
    .description('show the name that a change revealed, for a day; each reading is recorded')
  const revealed = describeCommand(name, context, {
    examples: ['countersign staff name chg_12'],
    json: { pseudonym: 'the pseudonym', name: 'the real name' },
  })
  runWithToken(name, context, async ({ db }, options: Options, changeId: string) => {
    const by = await findActing(context, options, db)
    const { pseudonym, name: known } = await readUnsealed(db, { changeId, by })
    revealed.result({ pseudonym, name: known }, `${pseudonym} is ${known}.`)
  })
}
