import { type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Wanted } from '../../../../admin/change/wanted.ts'
import { ROLES, type Role } from '../../../../foundation/domain.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { parseEnd } from '../../option-values.ts'
import { describeCommand, type Output } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

type ProposeOptions = DatabaseOptions & TokenOptions & { reason: string }

/** Adds the commands that change a person under `staff`, which must be registered first. */
export const registerStaffChange: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('changes of people are part of staff, which is not registered')

  registerGrants(staff, context)
  registerMove(staff, context)
  registerExtend(staff, context)
}

function registerGrants(staff: Command, context: CommandContext): void {
  for (const op of ['grant', 'revoke'] as const) {
    const command = staff
      .command(op)
      .argument('<person>', 'their id or pseudonym')
      .description(
        op === 'grant'
          ? 'propose that a person gets a role or a clearance'
          : 'propose that a person loses a role or a clearance',
      )
      .addOption(new Option('--role <role>', 'the role').choices(ROLES))
      .option('--clearance <name>', 'the clearance, such as protected')
      .requiredOption('--reason <text>', 'the reason for the change')
    if (op === 'grant') {
      command.option('--platform <names...>', 'the platforms at which the role counts (default: all)')
    }
    const output = describeCommand(command, context, {
      examples: [
        `countersign staff ${op} wren --role lead --reason "the night shift"`,
        `countersign staff ${op} wren --clearance protected --reason "the training is over"`,
        ...(op === 'grant'
          ? ['countersign staff grant wren --role senior --platform forum --reason "forum only"']
          : []),
      ],
      json: CHANGE_JSON,
    })
    addTokenOption(addDatabaseOption(command)).action((person: string, options: ProposeOptions & Granted) =>
      propose(context, output, options, person, (staffId) => toGrant(op, staffId, options)),
    )
  }
}

function registerMove(staff: Command, context: CommandContext): void {
  const move = staff
    .command('move')
    .argument('<person>', 'their id or pseudonym')
    .description('propose that a person moves to another team')
    .requiredOption('--team <name>', 'the new team')
    .requiredOption('--reason <text>', 'the reason for the change')
  const moved = describeCommand(move, context, {
    examples: ['countersign staff move wren --team night --reason "the night shift grows"'],
    json: CHANGE_JSON,
  })
  addTokenOption(addDatabaseOption(move)).action((person: string, options: ProposeOptions & { team: string }) =>
    propose(context, moved, options, person, (staffId) => ({ kind: 'team', staffId, team: options.team })),
  )
}

function registerExtend(staff: Command, context: CommandContext): void {
  const extend = staff
    .command('extend')
    .argument('<person>', 'their id or pseudonym')
    .description('propose a later end for a person, or none')
    .option('--ends <time>', 'their last day in UTC, or a moment (default: no end)', parseEnd)
    .requiredOption('--reason <text>', 'the reason for the change')
  const extended = describeCommand(extend, context, {
    examples: ['countersign staff extend rook --ends 2031-08-31 --reason "his contract was renewed"'],
    json: CHANGE_JSON,
  })
  addTokenOption(addDatabaseOption(extend)).action((person: string, options: ProposeOptions & { ends?: Date }) =>
    propose(context, extended, options, person, (staffId) => ({
      kind: 'end_later',
      staffId,
      endsAt: options.ends ?? null,
    })),
  )
}

const propose = (
  context: CommandContext,
  output: Output<'change'>,
  options: ProposeOptions,
  person: string,
  want: (staffId: string) => Wanted,
): Promise<void> =>
  withDatabase(context, options, async (desk) => {
    const by = await findActing(context, options, desk.db)
    const wanted = want(await findStaffId(desk.db, person))
    printChange(output, await proposeChange(desk, { wanted, reason: options.reason, by }))
  })

interface Granted {
  role?: Role
  clearance?: string
  platform?: readonly string[]
}

function toGrant(op: 'grant' | 'revoke', staffId: string, { role, clearance, platform }: Granted): Wanted {
  if (role !== undefined && clearance === undefined) {
    return { kind: 'role', op, staffId, role, ...(platform && { platforms: platform }) }
  }
  if (clearance !== undefined && role === undefined && platform === undefined)
    return { kind: 'clearance', op, staffId, clearance }
  throw new DeskError('invalid_input', message('cli.roleOrClearance'))
}
