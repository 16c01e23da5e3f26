import sql from 'sql-template-tag'
import { readConfig } from '../../../../config.ts'
import type { Role } from '../../../../foundation/domain.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { localParty } from '../../../../foundation/settings/relying-party.ts'
import { invitationLink, inviteStaff } from '../../../../people/invitations/invite.ts'
import { hasSecondChannel, NO_SECOND_CHANNEL } from '../../../../people/passkeys/enrolment-alerts.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { findActor, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { isFirst, makeFirstLink } from '../../first-admin.ts'
import { formatTime } from '../../print/format-table.ts'
import type { DatabaseOptions } from '../../run/with-database.ts'

const HELP = `The link works once, for one day: give it to that person only. The first link of a desk is an administrator's. It is shown
in a terminal only, and lasts 15 minutes. A passkey enrolled with a link counts at once for seven days, or until three
people besides administrators hold one. Later a second person agrees to each passkey, and it counts a day after that.`

/** Registers a subcommand of `staff`, which must be registered before. */
export const registerStaffInvite: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('staff invite is part of staff, which is not registered')
  const invite = staff
    .command('invite')
    .argument('<person>', 'their id or pseudonym')
    .description('show the link with which a person enrols a passkey')
  const output = describeCommand(invite, context, {
    about: HELP,
    examples: [
      'countersign staff invite wren',
      'COUNTERSIGN_ORIGIN=https://desk.example countersign staff invite wren',
    ],
    json: {
      pseudonym: 'the person',
      link: 'the link; null for the first link of a desk, which is shown in a terminal only',
      expiresAt: 'the time at which the link expires; null for the first link',
    },
  })
  runWithToken(invite, context, async ({ db }, options: DatabaseOptions & TokenOptions, person: string) => {
    const { relyingParty, port } = readConfig(context.env)
    const desk = { db, relyingParty: relyingParty ?? localParty(port) }
    const { actor, person: by } = await findActor(context, options, db)
    const { id: staffId, pseudonym, roles } = await findInvited(db, await findStaffId(db, person))
    if (await isFirst(db)) {
      if (!roles.includes('admin')) {
        throw new DeskError('refused', message('invitation.firstAdmin', { person }))
      }
      if (context.terminal === undefined) {
        throw new DeskError('refused', message('invitation.noTerminal'))
      }
      context.terminal(await makeFirstLink(desk, staffId, pseudonym))
      if (output.isJson()) output.result({ pseudonym, link: null, expiresAt: null }, '')
      return
    }
    if (by !== undefined && !by.roles.includes('admin')) {
      throw new DeskError('not_allowed', message('cli.adminOnly'))
    }
    const { secret, expiresAt } = await inviteStaff(desk, { staffId }, actor)
    const link = invitationLink(desk, secret)
    const text = `For ${pseudonym} alone, once, until ${formatTime(expiresAt)}:\n\n  ${link}`
    output.result({ pseudonym, link, expiresAt }, text)
    if (!(await hasSecondChannel(desk.db, staffId))) output.note(`\n${NO_SECOND_CHANNEL}`)
  })
}

async function findInvited(db: Parameters<typeof isFirst>[0], staffId: string) {
  const found = await db.find<{ id: string; pseudonym: string; roles: readonly Role[] }>(sql`
    select id, pseudonym, roles from staff where id = ${staffId}`)
  if (found === undefined) throw new DeskError('not_found', message('staff.unknown', { staffId }))
  return found
}
