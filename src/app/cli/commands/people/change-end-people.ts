import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { readEndList } from '../../../../admin/offboarding/read-end-list.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { reasonOf, StartError } from '../../../../foundation/store/start-error.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { parseEnd } from '../../option-values.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const HELP = `Proposes one change that ends all people of a list, such as those of a vendor whose contract ends. It takes the role admin.
A second person with the role policy, lead or admin, who is not on the list, signs it with a passkey. The change does not
count towards the people whom one person may end alone. At least two others who can change the desk must remain.

The list is a CSV file with a header. The field "person" holds a pseudonym or an id; other fields are ignored:

  person,note
  wren,night shift
  staff_31,

With --ends the people have given notice from the agreement on, and end at that time; an earlier end stays. Without --ends
they end when the second person agrees.`

/** The most bytes of the list: no list of 200 people is larger. */
const LIST_BYTES_MAX = 1_048_576

/** Adds the subcommand to `change`, which must be registered first. */
export const registerChangeEndPeople: RegisterCommand = (program, context) => {
  const change = program.commands.find((command) => command.name() === 'change')
  if (!change) throw new Error('ending people is part of change, which is not registered')
  const command = change
    .command('end-people')
    .argument('<list>', 'a .csv file with a header; the field person holds pseudonyms or ids')
    .description('propose that all people of a list are ended')
    .option('--ends <time>', 'their last day in UTC, or a moment (default: the moment of agreement)', parseEnd)
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign change end-people vendor.csv --ends 2026-12-31 --reason "the contract with Harbour Services ends"',
      'countersign change end-people vendor.csv --reason "Harbour Services was bought by a party to a case"',
    ],
    json: CHANGE_JSON,
  })
  addTokenOption(addDatabaseOption(command)).action(
    (path: string, options: DatabaseOptions & TokenOptions & { ends?: Date; reason: string }) => {
      const text = readList(path)
      return withDatabase(context, options, async (desk) => {
        const by = await findActing(context, options, desk.db)
        // The command is refused before the list is read: only administrators may learn that a pseudonym has ended.
        if (!by.roles.includes('admin')) throw new DeskError('not_allowed', message('cli.adminOnly'))
        const staffIds = await readEndList(desk.db, { text, name: basename(path) })
        const wanted = { kind: 'end_people', staffIds, endsAt: options.ends ?? null } as const
        printChange(output, await proposeChange(desk, { wanted, reason: options.reason, by }))
      })
    },
  )
}

function readList(path: string): string {
  try {
    if (statSync(path).size > LIST_BYTES_MAX) {
      throw new StartError(`Nothing was proposed: ${path} is larger than ${LIST_BYTES_MAX / 1_048_576} MB.`)
    }
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`Nothing was proposed: ${path} can't be read: ${reasonOf(error)}.`, { cause: error })
  }
}
