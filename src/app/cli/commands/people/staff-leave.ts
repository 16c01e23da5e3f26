import { type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { type Ending, endPeople } from '../../../../admin/offboarding/end-people.ts'
import { giveNotice, isAnnounced, NOTICE_KINDS, type NoticeKind } from '../../../../admin/offboarding/give-notice.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { readDeskTime } from '../../../../foundation/time/desk-time.ts'
import { findStaffId } from '../../../../people/staff/queries.ts'
import { findActing, findActor, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { parseEnd } from '../../option-values.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import { count, formatTime } from '../../print/format-table.ts'
import type { DatabaseOptions } from '../../run/with-database.ts'

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
    .description('end people now, during set-up; later it takes a passkey, in the console')
  const ended = describeCommand(end, context, {
    examples: ['countersign staff end wren', 'countersign staff end wren rook'],
    json: { people: 'staffId, pseudonym, ended, and the tokens, cases and enforcements concerned' },
  })
  runWithToken(end, context, async (desk, options: Options, people: string[]) => {
    const { actor, settingUp } = await findActor(context, options, desk.db)
    if (!settingUp) throw signedInConsole('end')
    const ids: string[] = []
    for (const one of people) ids.push(await findStaffId(desk.db, one))
    const endings = await endPeople(desk, ids, actor)
    ended.result({ people: endings }, endings.map(formatEnding).join('\n'))
  })

  const notice = staff
    .command('notice')
    .argument('<person>', 'their id or pseudonym')
    .description('record the departure of a person; a second record can only be earlier')
    .addOption(
      new Option('--kind <kind>', 'the kind of departure; only administrators see an involuntary one')
        .choices(NOTICE_KINDS)
        .makeOptionMandatory(),
    )
    .requiredOption('--ends <time>', 'their last day in UTC, or a moment', parseEnd)
  const output = describeCommand(notice, context, {
    examples: [
      'countersign staff notice rook --kind voluntary --ends 2031-05-17',
      'countersign staff notice rook --kind involuntary --ends 2031-05-17T16:00:00Z',
    ],
    json: { person: 'the person', endsAt: 'the time at which they end' },
  })
  runWithToken(notice, context, async (desk, options: Options & { kind: NoticeKind; ends: Date }, one: string) => {
    const { actor, person, settingUp } = await findActor(context, options, desk.db)
    if (!settingUp && !person?.roles.includes('admin')) throw forAdmins
    const notice = { staffId: await findStaffId(desk.db, one), kind: options.kind, endsAt: options.ends }
    if (!settingUp && !isAnnounced(notice, await readDeskTime(desk.db))) throw signedInConsole('give notice to')
    await giveNotice(desk, notice, actor)
    const endsAt = options.ends.toISOString()
    output.result({ person: one, endsAt }, `${one} ends on ${endsAt}.`)
  })
}

function registerRestricting(staff: Command, context: CommandContext): void {
  const lift = staff
    .command('unrestrict')
    .argument('<person>', 'their id or pseudonym')
    .description('propose that a restriction of a person is lifted')
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describeCommand(lift, context, {
    examples: ['countersign staff unrestrict rook --reason "she has a new phone"'],
    json: CHANGE_JSON,
  })
  runWithToken(lift, context, async (desk, options: Options & { reason: string }, one: string) => {
    const by = await findActing(context, options, desk.db)
    const wanted = { kind: 'unrestrict', staffId: await findStaffId(desk.db, one) } as const
    printChange(output, await proposeChange(desk, { wanted, reason: options.reason, by }))
  })
}

const signedInConsole = (act: string): DeskError =>
  new DeskError('not_allowed', message('cli.signedInConsole', { act }))

const forAdmins = new DeskError('not_allowed', message('cli.adminOnly'))

function formatEnding(ending: Ending): string {
  if (!ending.ended) {
    const until = `keeps only the rights to stop and restore until ${formatTime(ending.until)}, because too many people end at once`
    return `${ending.pseudonym} ${until}: ${formatStopped(ending.enforcementsStopped)}.`
  }
  const { pseudonym, tokensRevoked, claimsTakenBack, enforcementsStopped, enforcementsRestored } = ending
  const undone = enforcementsRestored.length === 0 ? '' : `, undoing ${enforcementsRestored.join(', ')}`
  return `${pseudonym} has ended: ${count(tokensRevoked, 'token')} revoked, ${count(claimsTakenBack, 'case')} given back, ${formatStopped(enforcementsStopped)}${undone}.`
}

const formatStopped = (enforcements: readonly string[]): string =>
  enforcements.length === 0 ? 'no enforcement waited' : `stopped ${enforcements.join(', ')}`
