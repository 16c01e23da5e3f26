import { type Command, InvalidArgumentError } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { isSetUp } from '../../../../admin/rule-sets/versions.ts'
import { DESK } from '../../../../foundation/domain.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { findStaffId, listStaffTokens } from '../../../../people/staff/queries.ts'
import {
  addStaffToken,
  revokeStaffToken,
  TOKEN_DAYS_DEFAULT,
  TOKEN_DAYS_MAX,
} from '../../../../people/access/staff-tokens.ts'
import { makeSecret } from '../../../../people/access/tokens.ts'
import { addTokenOption, findActing, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseWholeNumber } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const EXAMPLES = `
While the desk is being set up, tokens are made for anybody. After that each person makes their own: the next one by the one
they have, and the first one, or one to replace what was lost, with "make", whose fingerprint two others agree to. So nobody
ever knows the token of somebody else.

Examples:
  countersign staff token add wren --label laptop --days 90
  countersign staff token make
  countersign staff token add wren --fingerprint 5f1c… --reason "her first"
  countersign staff token list wren
  countersign staff token revoke token_12`

/** Under `staff`, which is registered before it. */
export const registerStaffToken: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('staff token is part of staff, which is not registered')
  const token = staff.command('token').description('manage personal access tokens').addHelpText('after', EXAMPLES)
  registerAdd(token, context)
  registerMake(token, context)
  registerList(token, context)
  registerRevoke(token, context)
}

type AddOptions = DatabaseOptions &
  TokenOptions & { label: string; days: number; fingerprint?: string; reason: string; json?: true }

function registerAdd(token: Command, context: CommandContext): void {
  const add = token
    .command('add')
    .argument('<person>', 'their id or pseudonym')
    .description('make a personal access token; it is shown once and stored nowhere')
    .option('--label <text>', 'where it will be used', 'cli')
    .option('--days <number>', `how long it counts, at most ${TOKEN_DAYS_MAX}`, parseWholeNumber, TOKEN_DAYS_DEFAULT)
    .option(
      '--fingerprint <hex>',
      'the fingerprint of a token that the person made; a second person must agree',
      parseFingerprint,
    )
    .option('--reason <text>', 'why, with --fingerprint', 'a token of their own')
    .option('--json', 'print JSON')
  addTokenOption(addDatabaseOption(add)).action((person: string, options: AddOptions) =>
    withDatabase(context, options, async (desk) => {
      const { label, days, fingerprint, reason } = options
      const staffId = await findStaffId(desk.db, person)
      if (fingerprint !== undefined) {
        const by = await findActing(context, options, desk.db)
        const wanted = { kind: 'token', staffId, label, days, fingerprint } as const
        return context.print(sayChange(await proposeChange(desk, { wanted, reason, by })))
      }
      const actor = await findMaker(context, options, desk.db, staffId)
      const added = await addStaffToken(desk, { staffId, label, days }, actor)
      if (options.json) return context.print(JSON.stringify(added))
      context.print(
        `Token ${added.id} for ${person}, until ${formatTime(added.expiresAt)}. It is shown this once:\n\n${added.token}`,
      )
    }),
  )
}

/** The maker of a token knows its text: once the desk is set up, only its own person may make it. */
async function findMaker(
  context: CommandContext,
  options: TokenOptions,
  db: Parameters<typeof isSetUp>[0],
  staffId: string,
) {
  if (!(await isSetUp(db))) return DESK
  const { id } = await findActing(context, options, db)
  if (id === staffId) return { kind: 'staff', id } as const
  throw new DeskError(
    'not_allowed',
    'Nothing was made: whoever makes a token knows it. Let them run "countersign staff token make" and tell you its fingerprint, then do this again with --fingerprint.',
  )
}

function registerMake(token: Command, context: CommandContext): void {
  token
    .command('make')
    .description('make a token for yourself and print its fingerprint; it is not valid yet')
    .action(() => {
      const { text, hash } = makeSecret('pat')
      context.print(
        `Keep this to yourself; it is shown this once:\n\n${text}\n\nIts fingerprint, to tell whoever asks for it to count:\n\n${hash.toString('hex')}`,
      )
    })
}

function registerList(token: Command, context: CommandContext): void {
  const list = token
    .command('list')
    .argument('<person>', 'their id or pseudonym')
    .description("list a person's valid tokens, without their secrets")
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
}

function registerRevoke(token: Command, context: CommandContext): void {
  const revoke = token
    .command('revoke')
    .argument('<id>', 'such as token_12')
    .description('revoke a token: the next request with it is refused')
  addTokenOption(addDatabaseOption(revoke)).action((id: string, options: DatabaseOptions & TokenOptions) =>
    withDatabase(context, options, async (desk) => {
      const { actor } = await findActor(context, options, desk.db)
      await revokeStaffToken(desk, id, actor)
      context.print(`Token ${id} is revoked.`)
    }),
  )
}

function parseFingerprint(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new InvalidArgumentError('It must be 64 digits of hex.')
  return text
}
