import { keepProtection, listReviews } from '../../../../admin/protections/review-protections.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseSubject } from '../../option-values.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const HELP = `
Whatever protects an account, a tag or a floor of its own, is looked at again every 180 days. Policy is told when it is due and when
it was missed, two weeks later. At the second miss it asks for no more than a wide reach does, and never for less, until somebody
has looked. Taking a tag or a floor away is a change, for two people: countersign change tag, countersign change protect.

Examples:
  countersign protection list
  countersign protection keep account:8821 --reason "still the only newsroom there"`

export const registerProtection: RegisterCommand = (program, context) => {
  const protection = program
    .command('protection')
    .description('review the protections of accounts')
    .addHelpText('after', HELP)
  const list = protection
    .command('list')
    .description('list the reviews that are due within 30 days')
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const reviews = await listReviews(db)
      if (options.json) return context.print(JSON.stringify({ reviews }))
      if (reviews.length === 0) return context.print('Nothing that protects is due within 30 days.')
      const rows = reviews.map(({ subject, handle, tags, hasFloor, dueAt, missed }) => [
        subject,
        handle === null ? '–' : `@${handle}`,
        [...tags, ...(hasFloor ? ['floor'] : [])].join(' '),
        formatTime(dueAt),
        missed === 0 ? '–' : missed === 1 ? 'once' : 'twice: counts as a wide reach',
      ])
      context.print(formatTable(['SUBJECT', 'HANDLE', 'PROTECTED BY', 'DUE', 'MISSED'], rows))
    }),
  )
  const keep = protection
    .command('keep')
    .argument('<subject>', 'account:ID or content:ID', parseSubject)
    .description('confirm a protection, so that it counts in full until its next review')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(keep)).action((subject: string, options: KeepOptions) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      if (!by.roles.includes('policy'))
        throw new DeskError('not_allowed', 'Nothing was done: this takes the role policy.')
      await keepProtection(desk, { subject, reason: options.reason, by })
      context.print(`What protects ${subject} is kept, and counts in full.`)
    }),
  )
}

type KeepOptions = DatabaseOptions & TokenOptions & { reason: string }
