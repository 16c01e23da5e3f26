import { type Command, InvalidArgumentError } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { isSetUp } from '../../../../admin/rule-sets/versions.ts'
import { DESK } from '../../../../foundation/domain.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { findStaffId, listStaffTokens } from '../../../../people/staff/queries.ts'
import {
  addStaffToken,
  revokeStaffToken,
  TOKEN_DAYS_DEFAULT,
  TOKEN_DAYS_MAX,
} from '../../../../people/access/staff-tokens.ts'
import { makeSecret } from '../../../../people/access/tokens.ts'
import { findActing, findActor, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { parseWholeNumber } from '../../option-values.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `During set-up you can make a token for each person. Later each person makes their own, so that no one else knows it. A
person with a token uses "add". A person without one uses "make" and passes on the fingerprint: another person proposes
it with "add --fingerprint", and a second one agrees.`

/** Registers a subcommand of `staff`, which must be registered before. */
export const registerStaffToken: RegisterCommand = (program, context) => {
  const staff = program.commands.find((command) => command.name() === 'staff')
  if (!staff) throw new Error('staff token is part of staff, which is not registered')
  const token = describeGroup(staff.command('token').description('manage personal access tokens'), HELP)
  registerAdd(token, context)
  registerMake(token, context)
  registerList(token, context)
  registerRevoke(token, context)
}

type AddOptions = DatabaseOptions & TokenOptions & { label: string; days: number; fingerprint?: string; reason: string }

function registerAdd(token: Command, context: CommandContext): void {
  const add = token
    .command('add')
    .argument('<person>', 'their id or pseudonym')
    .description('make a personal access token; it is shown once and stored nowhere')
    .option('--label <text>', 'the place of its use', 'cli')
    .option(
      '--days <number>',
      `the days for which it is valid, at most ${TOKEN_DAYS_MAX}`,
      parseWholeNumber,
      TOKEN_DAYS_DEFAULT,
    )
    .option(
      '--fingerprint <hex>',
      'the fingerprint of a token that the person made; a second person must agree',
      parseFingerprint,
    )
    .option('--reason <text>', 'the reason, with --fingerprint', 'a token of their own')
  const output = describeCommand(add, context, {
    examples: [
      'countersign staff token add wren --label laptop --days 90',
      `countersign staff token add wren --fingerprint ${'5f1c'.repeat(16)} --reason "her first"`,
    ],
    json: {
      id: 'the id of the token; null with --fingerprint',
      token: 'the token, shown this once; null with --fingerprint',
      expiresAt: 'the time at which it expires; null with --fingerprint',
      change: `with --fingerprint: ${CHANGE_JSON.change}; else null`,
    },
  })
  runWithToken(add, context, async (desk, options: AddOptions, person: string) => {
    const { label, days, fingerprint, reason } = options
    const staffId = await findStaffId(desk.db, person)
    if (fingerprint !== undefined) {
      const by = await findActing(context, options, desk.db)
      const wanted = { kind: 'token', staffId, label, days, fingerprint } as const
      const change = await proposeChange(desk, { wanted, reason, by })
      const none = { id: null, token: null, expiresAt: null }
      return output.result({ ...none, change: toChangeJson(change) }, formatChange(change))
    }
    const actor = await findMaker(context, options, desk.db, staffId)
    const added = await addStaffToken(desk, { staffId, label, days }, actor)
    const text = `Token ${added.id} for ${person}, until ${formatTime(added.expiresAt)}. It is shown this once:\n\n${added.token}`
    output.result({ ...added, change: null }, text)
  })
}

/** The creator of a token knows its text: after set-up only its own person may create it. */
async function findMaker(
  context: CommandContext,
  options: TokenOptions,
  db: Parameters<typeof isSetUp>[0],
  staffId: string,
) {
  if (!(await isSetUp(db))) return DESK
  const { id } = await findActing(context, options, db)
  if (id === staffId) return { kind: 'staff', id } as const
  throw new DeskError('not_allowed', message('token.ownerOnly'))
}

function registerMake(token: Command, context: CommandContext): void {
  const make = token
    .command('make')
    .description('make a token for yourself and print its fingerprint; it is not valid yet')
  const output = describeCommand(make, context, {
    examples: ['countersign staff token make'],
    json: { token: 'the token, shown this once', fingerprint: 'its fingerprint, for the person who proposes it' },
  })
  make.action(() => {
    const { text, hash } = makeSecret('pat')
    const fingerprint = hash.toString('hex')
    output.result(
      { token: text, fingerprint },
      `Keep this to yourself; it is shown this once:\n\n${text}\n\nIts fingerprint, for the person who proposes it:\n\n${fingerprint}`,
    )
  })
}

function registerList(token: Command, context: CommandContext): void {
  const list = token
    .command('list')
    .argument('<person>', 'their id or pseudonym')
    .description("list a person's valid tokens, without their secrets")
  const output = describeCommand(list, context, {
    examples: ['countersign staff token list wren'],
    json: { tokens: 'id, label, createdAt and expiresAt of each token' },
  })
  runOnDatabase(list, context, async ({ db }, _options: DatabaseOptions, person: string) => {
    const tokens = await listStaffTokens(db, await findStaffId(db, person))
    const rows = tokens.map(({ id, label, createdAt, expiresAt }) => [
      id,
      label,
      formatTime(createdAt),
      formatTime(expiresAt),
    ])
    output.result({ tokens }, formatTable(['ID', 'LABEL', 'MADE', 'EXPIRES'], rows))
  })
}

function registerRevoke(token: Command, context: CommandContext): void {
  const revoke = token
    .command('revoke')
    .argument('<id>', 'the id of the token, such as token_12')
    .description('revoke a token: the next request with it is refused')
  const output = describeCommand(revoke, context, {
    examples: ['countersign staff token revoke token_12'],
    json: { id: 'the id of the revoked token' },
  })
  runWithToken(revoke, context, async (desk, options: DatabaseOptions & TokenOptions, id: string) => {
    const { actor } = await findActor(context, options, desk.db)
    await revokeStaffToken(desk, id, actor)
    output.result({ id }, `Token ${id} is revoked.`)
  })
}

function parseFingerprint(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new InvalidArgumentError('It must be 64 digits of hex.')
  return text
}
