import { renewProtection, listReviews } from '../../../../admin/protections/review-protections.ts'
import { pageOf } from '../../../../foundation/database/select-page.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { findActing, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { parseSubject } from '../../option-values.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `A tag or a floor that protects an account is reviewed every 180 days. People with the role policy are alerted when a review
is due, and again when it was missed, two weeks later. After the second missed review the protection requires only as
much as a wide reach does, until it is confirmed. Removing a tag or a floor takes two people: see "countersign change tag"
and "countersign change protect".`

const REVIEWS_MAX = 200

export const registerProtection: RegisterCommand = (program, context) => {
  const protection = program.command('protection').description('review the protections of accounts')
  describeGroup(protection, HELP)
  const list = protection.command('list').description('list the reviews that are due within 30 days')
  const listed = describeCommand(list, context, {
    examples: ['countersign protection list'],
    json: { reviews: 'subject, handle, tags, hasFloor, dueAt and missed of each review' },
  })
  runOnDatabase(list, context, async ({ db }) => {
    const { items: reviews } = await listReviews(db, pageOf({ limit: REVIEWS_MAX }))
    const rows = reviews.map(({ subject, handle, tags, hasFloor, dueAt, missed }) => [
      subject,
      handle === null ? '–' : `@${handle}`,
      [...tags, ...(hasFloor ? ['floor'] : [])].join(' '),
      formatTime(dueAt),
      missed === 0 ? '–' : missed === 1 ? 'once' : 'twice: counts as a wide reach',
    ])
    const table = formatTable(['SUBJECT', 'HANDLE', 'PROTECTED BY', 'DUE', 'MISSED'], rows)
    listed.result({ reviews }, reviews.length === 0 ? 'Nothing that protects is due within 30 days.' : table)
  })
  const keep = protection
    .command('keep')
    .argument('<subject>', 'account:ID or content:ID', parseSubject)
    .description('confirm a protection, so that it counts in full until its next review')
    .requiredOption('--reason <text>', 'the reason to keep it')
  const kept = describeCommand(keep, context, {
    examples: ['countersign protection keep account:8821 --reason "still the only newsroom there"'],
    json: { subject: 'the subject whose protection counts in full' },
  })
  runWithToken(keep, context, async (desk, options: KeepOptions, subject: string) => {
    const by = await findActing(context, options, desk.db)
    if (!by.roles.includes('policy')) throw new DeskError('not_allowed', message('cli.policyOnly'))
    await renewProtection(desk, { subject, reason: options.reason, by })
    kept.result({ subject }, `What protects ${subject} is kept, and counts in full.`)
  })
}

type KeepOptions = DatabaseOptions & TokenOptions & { reason: string }
