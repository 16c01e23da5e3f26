import type { Command } from 'commander'
import { beginRecovery, isRecovering, stopRecovery } from '../../../../admin/passkeys/recover-keys.ts'
import { readConfig } from '../../../../config.ts'
import { DESK } from '../../../../foundation/domain.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { localParty } from '../../../../foundation/settings/relying-party.ts'
import { FIRST_INVITATION_MINUTES, invitationLink, inviteStaff } from '../../../../people/invitations/invite.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { findActing, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { formatTime } from '../../print/format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withOwnDatabase } from '../../run/with-database.ts'

const HELP = `Use this when so many passkeys are lost that no change can be agreed to. The recovery begins on the desk's own machine, with
the database owner's rights (MIGRATE_DATABASE_URL). It names two people with the role policy, lead or admin who have been
there for a day. Everyone is notified, and the channels are alerted. For one day each person can stop it. Then each of the
two has two days to open a link, which is shown in a terminal only and lasts 15 minutes. It enrols one passkey, which is
valid at once. Every further change takes two people again.`

export const registerRecover: RegisterCommand = (program, context) => {
  const recover = program.command('recover').description('recover access when the last passkeys of approvers are gone')
  describeGroup(recover, HELP)
  registerBegin(recover, context)
  registerLink(recover, context)
  registerStop(recover, context)
}

function registerBegin(recover: Command, context: CommandContext): void {
  const begin = recover
    .command('begin')
    .argument('<person>', 'their id or pseudonym')
    .argument('<other>', "the other person's id or pseudonym")
    .requiredOption('--reason <text>', 'the reason, which all people read')
    .description('begin a recovery for two people, who can enrol a day later')
  const output = describeCommand(begin, context, {
    examples: ['countersign recover begin crane plover --reason "both phones were stolen"'],
    json: { opensAt: 'the time from which the two can enrol', closesAt: 'the end of that time' },
  })
  addDatabaseOption(begin).action((person: string, other: string, options: DatabaseOptions & { reason: string }) =>
    withOwnDatabase(context, options, async ({ db }) => {
      const staffIds = [await findStaffId(db, person), await findStaffId(db, other)] as const
      const { opensAt, closesAt } = await beginRecovery(db, { staffIds, reason: options.reason })
      output.result(
        { opensAt, closesAt },
        `Recovery begun; every person is notified. From ${formatTime(opensAt)} to ${formatTime(closesAt)}: countersign recover link ${person}, and the same for ${other}. To stop it: countersign recover stop`,
      )
    }),
  )
}

function registerLink(recover: Command, context: CommandContext): void {
  const link = recover
    .command('link')
    .argument('<person>', 'the id or pseudonym of one of the two')
    .description('show the link with which one of the two enrols a passkey')
  const output = describeCommand(link, context, {
    about: 'The link is shown in a terminal only, and never in the JSON.',
    examples: ['countersign recover link crane'],
    json: { person: 'the person', minutes: 'the minutes for which the link is valid' },
  })
  addDatabaseOption(link).action((person: string, options: DatabaseOptions) =>
    withOwnDatabase(context, options, async ({ db }) => {
      const { relyingParty, port } = readConfig(context.env)
      const staffId = await findStaffId(db, person)
      if (!(await isRecovering(db, staffId))) {
        throw new DeskError('refused', message('recovery.notOpen', { person }))
      }
      if (context.terminal === undefined) {
        throw new DeskError('refused', message('recovery.noTerminal'))
      }
      const { secret } = await inviteStaff({ db }, { staffId, minutes: FIRST_INVITATION_MINUTES }, DESK)
      const at = invitationLink({ relyingParty: relyingParty ?? localParty(port) }, secret)
      context.terminal(`For ${person} alone, once, for ${FIRST_INVITATION_MINUTES} minutes:\n\n  ${at}`)
      if (output.isJson()) output.result({ person, minutes: FIRST_INVITATION_MINUTES }, '')
    }),
  )
}

function registerStop(recover: Command, context: CommandContext): void {
  const stop = recover.command('stop').description('stop a recovery before it is used')
  const output = describeCommand(stop, context, {
    examples: ['countersign recover stop'],
    json: { state: '"stopped"' },
  })
  runWithToken(stop, context, async ({ db }, options: DatabaseOptions & TokenOptions) => {
    const named = options.tokenFile !== undefined || readConfig(context.env).token !== undefined
    const by = named ? ({ kind: 'staff', id: (await findActing(context, options, db)).id } as const) : DESK
    await stopRecovery({ db }, by)
    output.result({ state: 'stopped' }, 'Stopped, and all are told.')
  })
}
