import type { Readable } from 'node:stream'
import { REPORT_BYTES_MAX } from '../../../../review/public/letters/returned/parse-report.ts'
import { type Returned, recordReturn } from '../../../../review/public/letters/returned/record-return.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `Reads one returned mail on standard input and records which letter came back. An alias of the mail server runs it for the address of
COUNTERSIGN_MAIL_RETURNS. Mail that is no notification of a failed delivery changes nothing. At most a megabyte is read.`

const SAYS: Readonly<Record<Returned, string>> = {
  recorded: 'The letter came back: recorded.',
  known: 'The letter came back, as was recorded before.',
  no_failure: 'This is no notification of a failed delivery. Nothing was changed.',
  unknown: 'No letter of the last 30 days has this return address. Nothing was changed.',
}

/** Adds the command that records letters that came back. */
export const registerMail: RegisterCommand = (program, context) => {
  const mail = describeGroup(program.command('mail').description('record what mail servers return'))
  const command = mail
    .command('returned')
    .description('record a letter that came back, from a mail on standard input')
    .option('--recipient <address>', 'the address that the mail came to, if the mail server states it')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: ['countersign mail returned', 'countersign mail returned --recipient returns+0f3c@platform.example'],
    json: { outcome: 'recorded, known, no_failure or unknown' },
  })
  runOnDatabase(command, context, async ({ db }, { recipient }: DatabaseOptions & { recipient?: string }) => {
    const outcome = await recordReturn(db, await readMail(process.stdin), recipient)
    output.result({ outcome }, SAYS[outcome])
  })
}

/**
 * Reads the beginning of a mail: its notification comes before the mail that is returned. The rest is taken and dropped,
 * because a mail server counts a closed pipe as a failure.
 */
async function readMail(input: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of input) {
    if (length < REPORT_BYTES_MAX) chunks.push(Buffer.from(chunk))
    length += chunk.length
  }
  return Buffer.concat(chunks).subarray(0, REPORT_BYTES_MAX).toString('latin1')
}
