import type { Command } from 'commander'
import { readConfig } from '../../../../config.ts'
import { DESK } from '../../../../foundation/domain.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { localParty, type RelyingParty } from '../../../../foundation/settings/relying-party.ts'
import { findKeyList, type MadeKeyList, makeKeyList } from '../../../../people/passkeys/key-list.ts'
import { listKeyListSignatures } from '../../../../people/passkeys/key-list-signatures.ts'
import { addTokenOption, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext } from '../../command-context.ts'
import { parseWholeNumber } from '../../option-values.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const DAYS = 365
const SIGNERS_MIN = 2

type MakeOptions = DatabaseOptions & TokenOptions & { days: number }

/** The commands about the list of people whose own signatures a platform counts. */
export function registerKeyLists(keys: Command, context: CommandContext): void {
  const make = keys
    .command('make')
    .description('make the next key list, of all passkeys that count now')
    .option('--days <n>', 'the days for which it is valid', parseWholeNumber, DAYS)
  addTokenOption(addDatabaseOption(make)).action((options: MakeOptions) =>
    withDatabase(context, options, async (desk) => {
      const { actor } = await findActor(context, options, desk.db)
      const relyingParty = party(context)
      const { version, hash } = await makeKeyList(desk, { relyingParty, days: options.days, by: actor })
      const where = `${relyingParty.origin}/sign?act=keys&about=keys:${version}`
      const sign = version === 1 ? '' : ` Two people of the list before it sign it:\n  ${where}`
      context.print(`List ${version} is made; its hash is ${hash}.${sign}`)
    }),
  )

  const out = keys
    .command('export')
    .description('print the newest key list in the form that a platform takes')
    .option('--pin', 'without signatures, to pin it by hand')
  addDatabaseOption(out).action((options: DatabaseOptions & { pin?: true }) =>
    withDatabase(context, options, async (desk) => {
      const list = (await findKeyList(desk.db)) ?? (await makeFirst(context, desk))
      if (options.pin || list.version === 1) return printPinnable(context, list)
      const signatures = await listKeyListSignatures(desk.db, list.version)
      if (signatures.length < SIGNERS_MIN) {
        throw new DeskError(
          'conflict',
          `Not exported: list ${list.version} has ${signatures.length} signatures, and takes ${SIGNERS_MIN} of people of the list before it. To pin it by hand: --pin.`,
        )
      }
      context.print(JSON.stringify({ list: JSON.parse(list.body), signatures }, null, 2))
    }),
  )
}

const makeFirst = (context: CommandContext, desk: Parameters<typeof makeKeyList>[0]): Promise<MadeKeyList> =>
  makeKeyList(desk, { relyingParty: party(context), days: DAYS, by: DESK })

/** Its hash is told apart, so that it can be compared by another way than it came. */
function printPinnable({ print, printError }: CommandContext, { version, body, hash }: MadeKeyList): void {
  printError(`List ${version}, to be pinned by hand. Compare its hash by another way: ${hash}`)
  print(JSON.stringify(JSON.parse(body), null, 2))
}

function party({ env }: CommandContext): RelyingParty {
  const { relyingParty, port } = readConfig(env)
  return relyingParty ?? localParty(port)
}
