import { Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Wanted } from '../../../../admin/change/wanted.ts'
import { ROLES, type Role } from '../../../../foundation/domain.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { parseEnd } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

type ProposeOptions = DatabaseOptions & TokenOptions & { reason: string }

/** Adds the commands that change a person under `staff`, which must be registered first. */
export const registerStaffChange: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('changes of people are part of staff, which is not registered')

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
      .option('--clearance <name>', 'such as protected')
      .requiredOption('--reason <text>', 'why')
    addTokenOption(addDatabaseOption(command)).action(
      (person: string, options: ProposeOptions & { role?: Role; clearance?: string }) =>
        propose(context, options, person, (staffId) => toGrant(op, staffId, options)),
    )
  }

  const move = staff
    .command('move')
    .argument('<person>', 'their id or pseudonym')
    .description('propose that a person moves to another team')
    .requiredOption('--team <name>', 'the new team')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(move)).action((person: string, options: ProposeOptions & { team: string }) =>
    propose(context, options, person, (staffId) => ({ kind: 'team', staffId, team: options.team })),
  )

  const extend = staff
    .command('extend')
    .argument('<person>', 'their id or pseudonym')
    .description('propose that a person ends later, or not at all')
    .option('--ends <time>', 'last day, to its end in UTC, or moment; without it: no end', parseEnd)
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(extend)).action((person: string, options: ProposeOptions & { ends?: Date }) =>
    propose(context, options, person, (staffId) => ({ kind: 'end_later', staffId, endsAt: options.ends ?? null })),
  )
}

const propose = (
  context: CommandContext,
  options: ProposeOptions,
  person: string,
  want: (staffId: string) => Wanted,
): Promise<void> =>
  withDatabase(context, options, async (desk) => {
    const by = await findActing(context, options, desk.db)
    const wanted = want(await findStaffId(desk.db, person))
    context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by })))
  })

function toGrant(
  op: 'grant' | 'revoke',
  staffId: string,
  { role, clearance }: { role?: Role; clearance?: string },
): Wanted {
  if (role !== undefined && clearance === undefined) return { kind: 'role', op, staffId, role }
  if (clearance !== undefined && role === undefined) return { kind: 'clearance', op, staffId, clearance }
  throw new DeskError('invalid_input', 'Nothing was proposed: name either a --role or a --clearance.')
}
