import { type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { readDeskTime } from '../../../../foundation/time/desk-time.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { type Ending, endPeople } from '../../../../admin/offboarding/end-people.ts'
import { giveNotice, isAnnounced, NOTICE_KINDS, type NoticeKind } from '../../../../admin/offboarding/give-notice.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { addTokenOption, findActing, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { count, formatTime } from '../../print/format-table.ts'
import { parseEnd } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

type Options = DatabaseOptions & TokenOptions

/** Adds the commands for departures and restrictions under `staff`, which must be registered first. */
export const registerStaffLeave: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('leaving is part of staff, which is not registered')
  registerGoing(staff, context)
  registerRestricting(staff, context)
}

function registerGoing(staff: Command, context: CommandContext): void {
  const end = staff
    .command('end')
    .argument('<people...>', 'their ids or pseudonyms')
    .description('end people now, while the desk is being set up')
  addTokenOption(addDatabaseOption(end)).action((people: string[], options: Options) =>
    withDatabase(context, options, async (desk) => {
      const { actor, settingUp } = await findActor(context, options, desk.db)
      if (!settingUp) throw signedInConsole('end')
      const ids: string[] = []
      for (const one of people) ids.push(await findStaffId(desk.db, one))
      for (const ending of await endPeople(desk, ids, actor)) context.print(sayEnding(ending))
    }),
  )

  const notice = staff
    .command('notice')
    .argument('<person>', 'their id or pseudonym')
    .description('give a person notice; a second notice can only be earlier')
    .addOption(
      new Option('--kind <kind>', 'involuntary: only administrators see it')
        .choices(NOTICE_KINDS)
        .makeOptionMandatory(),
    )
    .requiredOption('--ends <time>', 'last day, to its end in UTC, or moment', parseEnd)
  addTokenOption(addDatabaseOption(notice)).action((one: string, options: Options & { kind: NoticeKind; ends: Date }) =>
    withDatabase(context, options, async (desk) => {
      const { actor, person, settingUp } = await findActor(context, options, desk.db)
      if (!settingUp && !person?.roles.includes('admin')) throw forAdmins
      const notice = { staffId: await findStaffId(desk.db, one), kind: options.kind, endsAt: options.ends }
      if (!settingUp && !isAnnounced(notice, await readDeskTime(desk.db))) throw signedInConsole('give notice to')
      await giveNotice(desk, notice, actor)
      context.print(`${one} ends on ${options.ends.toISOString()}.`)
    }),
  )
}

function registerRestricting(staff: Command, context: CommandContext): void {
  const lift = staff
    .command('unrestrict')
    .argument('<person>', 'their id or pseudonym')
    .description('propose that a restriction of a person is lifted')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(lift)).action((one: string, options: Options & { reason: string }) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      const wanted = { kind: 'unrestrict', staffId: await findStaffId(desk.db, one) } as const
      context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by })))
    }),
  )
}

const signedInConsole = (act: string): DeskError =>
  new DeskError(
    'not_allowed',
    `Nothing was done: a token alone can not ${act} somebody, since it may be stolen. It is signed with a passkey: open the person's page in the console.`,
  )

const forAdmins = new DeskError('not_allowed', 'Nothing was done: this takes the role admin.')

function sayEnding(ending: Ending): string {
  if (!ending.ended) {
    const until = `keeps stop and restore until ${formatTime(ending.until)} and does no harm, for too many end at once`
    return `${ending.pseudonym} ${until}: ${sayStopped(ending.enforcementsStopped)}.`
  }
  const { pseudonym, tokensRevoked, claimsTakenBack, enforcementsStopped, enforcementsRestored } = ending
  const undone = enforcementsRestored.length === 0 ? '' : `, undoing ${enforcementsRestored.join(', ')}`
  return `${pseudonym} has ended: ${count(tokensRevoked, 'token')} revoked, ${count(claimsTakenBack, 'case')} given back, ${sayStopped(enforcementsStopped)}${undone}.`
}

const sayStopped = (enforcements: readonly string[]): string =>
  enforcements.length === 0 ? 'no enforcement waited' : `stopped ${enforcements.join(', ')}`
