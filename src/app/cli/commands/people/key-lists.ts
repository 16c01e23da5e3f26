import type { Command } from 'commander'
import { readConfig } from '../../../../config.ts'
import { DESK } from '../../../../foundation/domain.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { localParty, type RelyingParty } from '../../../../foundation/settings/relying-party.ts'
import { findKeyList, type MadeKeyList, makeKeyList } from '../../../../people/passkeys/key-list.ts'
import { listKeyListSignatures } from '../../../../people/passkeys/key-list-signatures.ts'
import { findActor, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { CommandContext } from '../../command-context.ts'
import { parseWholeNumber } from '../../option-values.ts'
import { describeCommand, type Output } from '../../print/describe-command.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const DAYS = 365
const SIGNERS_MIN = 2

type MakeOptions = DatabaseOptions & TokenOptions & { days: number }

/** Adds the commands about the key list that platforms check. */
export function registerKeyLists(keys: Command, context: CommandContext): void {
  const make = keys
    .command('make')
    .description('make the next key list, of all passkeys that are valid now')
    .option('--days <number>', 'the days for which it is valid', parseWholeNumber, DAYS)
  const made = describeCommand(make, context, {
    examples: ['countersign keys make', 'countersign keys make --days 90'],
    json: {
      version: 'the number of the list',
      hash: 'its hash, for comparing it by another way',
      signAt: 'the address at which two people of the list before sign it; null for the first list',
    },
  })
  runWithToken(make, context, async (desk, options: MakeOptions) => {
    const { actor } = await findActor(context, options, desk.db)
    const relyingParty = party(context)
    const { version, hash } = await makeKeyList(desk, { relyingParty, days: options.days, by: actor })
    const where = `${relyingParty.origin}/sign?act=keys&about=keys:${version}`
    const signAt = version === 1 ? null : where
    const sign = signAt === null ? '' : ` Two people of the list before it sign it:\n  ${signAt}`
    made.result({ version, hash, signAt }, `List ${version} is made; its hash is ${hash}.${sign}`)
  })
  registerExport(keys, context)
}

function registerExport(keys: Command, context: CommandContext): void {
  const out = keys
    .command('export')
    .description('print the newest key list in the form that a platform takes')
    .option('--pin', 'print the list without signatures, for pinning it by hand')
  const output = describeCommand(out, context, {
    examples: ['countersign keys export', 'countersign keys export --pin'],
    json: {
      list: 'the list',
      signatures: 'the signatures of people of the list before; empty with --pin',
      hash: 'its hash',
    },
  })
  runOnDatabase(out, context, async (desk, options: DatabaseOptions & { pin?: true }) => {
    const list = (await findKeyList(desk.db)) ?? (await makeFirst(context, desk))
    if (options.pin || list.version === 1) return printPinnable(context, output, list)
    const signatures = await listKeyListSignatures(desk.db, list.version)
    if (signatures.length < SIGNERS_MIN) {
      throw new DeskError(
        'conflict',
        message('keyList.tooFew', { version: list.version, signatures: signatures.length, needed: SIGNERS_MIN }),
      )
    }
    const signed = { list: JSON.parse(list.body), signatures }
    output.result({ ...signed, hash: list.hash }, JSON.stringify(signed, null, 2))
  })
}

const makeFirst = (context: CommandContext, desk: Parameters<typeof makeKeyList>[0]): Promise<MadeKeyList> =>
  makeKeyList(desk, { relyingParty: party(context), days: DAYS, by: DESK })

/** The hash goes to standard error, so that it can be compared over another channel than the list. */
function printPinnable(
  { printError }: CommandContext,
  output: Output<'list' | 'signatures' | 'hash'>,
  { version, body, hash }: MadeKeyList,
): void {
  printError(`List ${version}, to be pinned by hand. Compare its hash by another way: ${hash}`)
  const list = JSON.parse(body)
  output.result({ list, signatures: [], hash }, JSON.stringify(list, null, 2))
}

function party({ env }: CommandContext): RelyingParty {
  const { relyingParty, port } = readConfig(env)
  return relyingParty ?? localParty(port)
}
