import { beginRecovery, isRecovering, stopRecovery } from '../../../../admin/passkeys/recover-keys.ts'
import { readConfig } from '../../../../config.ts'
import { DESK } from '../../../../foundation/domain.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { localParty } from '../../../../foundation/settings/relying-party.ts'
import { FIRST_INVITATION_MINUTES, invitationLink, inviteStaff } from '../../../../people/invitations/invite.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { formatTime } from '../../print/format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase, withOwnDatabase } from '../../run/with-database.ts'

const HELP = `
For when so many passkeys are gone that nobody could agree to a change any more. It is begun on the desk's own machine, as
whoever owns the database (MIGRATE_DATABASE_URL), for two people of policy, lead or admin who have been here for a day. All are
told, and the pager is. For a day nothing happens but that anybody may stop it. Then each of the two has two days to open a link
that is shown in a terminal only, lasts 15 minutes and enrols one passkey of theirs, which counts at once. What comes after that
goes by changes again.

Examples:
  countersign recover begin crane plover --reason "both phones were stolen"
  countersign recover stop
  countersign recover link crane`

export const registerRecover: RegisterCommand = (program, context) => {
  const recover = program
    .command('recover')
    .description('recover access when the last passkeys of approvers are gone')
    .addHelpText('after', HELP)

  const begin = recover
    .command('begin')
    .argument('<person>', 'their id or pseudonym')
    .argument('<other>', "the other person's id or pseudonym")
    .requiredOption('--reason <text>', 'the reason that everyone is sent')
    .description('begin a recovery for two people, who can enrol a day later')
  addDatabaseOption(begin).action((person: string, other: string, options: DatabaseOptions & { reason: string }) =>
    withOwnDatabase(context, options, async ({ db }) => {
      const staffIds = [await findStaffId(db, person), await findStaffId(db, other)] as const
      const { opensAt, closesAt } = await beginRecovery(db, { staffIds, reason: options.reason })
      context.print(
        `Begun, and all are told. From ${formatTime(opensAt)} to ${formatTime(closesAt)}: countersign recover link ${person}, and the same for ${other}. Anybody may stop it: countersign recover stop`,
      )
    }),
  )

  const link = recover
    .command('link')
    .argument('<person>', 'one of the two')
    .description('show the link with which one of the two enrols a passkey')
  addDatabaseOption(link).action((person: string, options: DatabaseOptions) =>
    withOwnDatabase(context, options, async ({ db }) => {
      const { relyingParty, port } = readConfig(context.env)
      const staffId = await findStaffId(db, person)
      if (!(await isRecovering(db, staffId))) {
        throw new DeskError('refused', `Nothing was shown: the way back in is not open for ${person} now.`)
      }
      if (context.terminal === undefined) {
        throw new DeskError('refused', 'Nothing was shown: the link is shown in a terminal only, and this is none.')
      }
      const { secret } = await inviteStaff({ db }, { staffId, minutes: FIRST_INVITATION_MINUTES }, DESK)
      const at = invitationLink({ relyingParty: relyingParty ?? localParty(port) }, secret)
      context.terminal(`For ${person} alone, once, for ${FIRST_INVITATION_MINUTES} minutes:\n\n  ${at}`)
    }),
  )

  const stop = recover.command('stop').description('stop a recovery before it is used')
  addTokenOption(addDatabaseOption(stop)).action((options: DatabaseOptions & TokenOptions) =>
    withDatabase(context, options, async ({ db }) => {
      const named = options.tokenFile !== undefined || readConfig(context.env).token !== undefined
      const by = named ? ({ kind: 'staff', id: (await findActing(context, options, db)).id } as const) : DESK
      await stopRecovery({ db }, by)
      context.print('Stopped, and all are told.')
    }),
  )
}
