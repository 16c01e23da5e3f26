import { DESK } from '../../domain.ts'
import { findStaffId, listStaffTokens } from '../../staff/queries.ts'
import { addStaffToken, revokeStaffToken, TOKEN_DAYS_DEFAULT, TOKEN_DAYS_MAX } from '../../staff/staff-tokens.ts'
import type { RegisterCommand } from '../command-context.ts'
import { formatTable, formatTime } from '../format-table.ts'
import { parseWholeNumber } from '../option-values.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../with-database.ts'

const EXAMPLES = `
Examples:
  countersign staff token add wren --label laptop --days 90
  countersign staff token list wren
  countersign staff token revoke t-12`

/** Under `staff`, which is registered before it. */
export const registerStaffToken: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('staff token is part of staff, which is not registered')
  const token = staff.command('token').description('what people sign in with').addHelpText('after', EXAMPLES)

  const add = token
    .command('add')
    .argument('<person>', 'their id or pseudonym')
    .description('make a personal access token; it is shown once and stored nowhere')
    .option('--label <text>', 'where it will be used', 'cli')
    .option('--days <number>', `how long it counts, at most ${TOKEN_DAYS_MAX}`, parseWholeNumber, TOKEN_DAYS_DEFAULT)
    .option('--json', 'print JSON')
  addDatabaseOption(add).action(
    (person: string, options: DatabaseOptions & { label: string; days: number; json?: true }) =>
      withDatabase(context, options, async (desk) => {
        const { label, days } = options
        const added = await addStaffToken(desk, { staffId: await findStaffId(desk.db, person), label, days }, DESK)
        if (options.json) return context.print(JSON.stringify(added))
        context.print(
          `Token ${added.id} for ${person}, until ${formatTime(added.expiresAt)}. It is shown this once:\n\n${added.token}`,
        )
      }),
  )

  const list = token
    .command('list')
    .argument('<person>', 'their id or pseudonym')
    .description("list somebody's tokens that still count, without their secrets")
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((person: string, options: DatabaseOptions & { json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const tokens = await listStaffTokens(db, await findStaffId(db, person))
      if (options.json) return context.print(JSON.stringify(tokens))
      const rows = tokens.map(({ id, label, createdAt, expiresAt }) => [
        id,
        label,
        formatTime(createdAt),
        formatTime(expiresAt),
      ])
      context.print(formatTable(['ID', 'LABEL', 'MADE', 'EXPIRES'], rows))
    }),
  )

  const revoke = token
    .command('revoke')
    .argument('<id>', 'such as t-12')
    .description('revoke a token: the next request with it is refused')
  addDatabaseOption(revoke).action((id: string, options: DatabaseOptions) =>
    withDatabase(context, options, async (desk) => {
      await revokeStaffToken(desk, id, DESK)
      context.print(`Token ${id} is revoked.`)
    }),
  )
}
