import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Approval, type KeyList, parseKeyList } from '@countersign/platform-kit'
import type { Command } from 'commander'
import { openPlatforms } from '../../../../connectors/open-platforms.ts'
import { routePlatforms } from '../../../../connectors/route-platforms.ts'
import { type OfflineRestore, restoreOffline } from '../../../../enforcement/journal/restore-offline.ts'
import type { Connector } from '../../../../foundation/connector/connector.ts'
import { UNTOUCHED } from '../../../../foundation/domain.ts'
import { messageOf } from '../../../../foundation/errors.ts'
import { signingKeyOf } from '../../../../foundation/outgoing/signing-key.ts'
import type { JournalLine, WayBack } from '../../../../foundation/recovery-journal/journal-line.ts'
import { readJournal } from '../../../../foundation/recovery-journal/read-journal.ts'
import { RecoveryJournal } from '../../../../foundation/recovery-journal/recovery-journal.ts'
import { recoveryJournalOf } from '../../../../foundation/settings/package-paths.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import type { OfflineAsk } from '../../offline/offline-signing.ts'
import { restoreByTwo } from '../../offline/restore-by-two.ts'
import { serveOfflineSigning } from '../../offline/serve-offline-signing.ts'
import { parsePortOption, parseSubject } from '../../option-values.ts'
import { describeCommand, type Output } from '../../print/describe-command.ts'
import { formatTable } from '../../print/format-table.ts'
import { findPlatform, PLATFORM_UNKNOWN, readPlatformConfig } from '../../run/find-platform.ts'

const REASON_CHARS_MAX = 500
const HELP = `Use this command when the desk and its database are gone. While the desk runs, restore in the console or with
POST /v1/enforcements/ID/restore. The command can restore, and can take nothing offline.

It needs the recovery journal, COUNTERSIGN_PLATFORM_URL, COUNTERSIGN_PLATFORM_SECRET, and the key that signs effects (in
the data folder, or COUNTERSIGN_SIGNING_KEY). For the demo platform the data folder is enough.

An enforcement that the law required takes two people. Each signs with a passkey on a page that this command serves at
the desk's port. The passkeys are checked by a key list that "countersign keys export" printed before (--keys).`

interface RestoreOptions {
  offline?: boolean
  list?: boolean
  subject?: string
  reason?: string
  recoveryJournal?: string
  keys?: string
  byTwo?: boolean
  data?: string
  port?: number
}

type RestoreOutput = Output<'offline' | 'subject' | 'outcome' | 'generation' | 'why'>
const NO_RESTORE = { subject: undefined, outcome: undefined, generation: undefined, why: undefined }

export const registerRestore: RegisterCommand = (program, context) => {
  const command: Command = program
    .command('restore')
    .description('restore a subject from the recovery journal, without desk and database')
    .option('--offline', 'required: confirms that the desk does not run')
    .option('--list', 'list the subjects that are offline by the journal, and restore none')
    .option('--subject <key>', 'the subject to restore: account:ID or content:ID', parseSubject)
    .option('--reason <text>', 'the reason, for the ledger')
    .option('--recovery-journal <file>', 'the recovery journal (default: recovery-journal.ndjson in the data folder)')
    .option('--keys <file>', 'an exported key list, needed for enforcements that the law required')
    .option('--by-two', 'restore with two passkeys although secret and signing key are stolen (needs --keys)')
    .option('--data <folder>', "the desk's data folder (default: COUNTERSIGN_DATA or ./data)")
    .option('--port <port>', "the desk's port: people sign there, and a demo is on the next one", parsePortOption)
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      `countersign restore --offline --subject account:8821 --reason "the desk's machine is down"`,
      'countersign restore --offline --list',
      'countersign restore --offline --list --recovery-journal /mnt/copy/recovery-journal.ndjson',
      'countersign restore --offline --subject content:77 --reason "the court has lifted it" --keys keys.json',
      'countersign restore --offline --by-two --subject account:8821 --reason "our key is stolen" --keys keys.json',
    ],
    json: {
      offline: 'with --list: subject, at, generation and legalDuty of each subject that is offline',
      subject: 'the subject to restore',
      outcome: 'brought_back, was_up, absent or not_seen_up',
      generation: 'the generation that the platform shows now, if it answered',
      why: 'the reason, with not_seen_up',
    },
  })
  command.action(async (options: RestoreOptions) => {
    if (!options.offline) {
      throw new StartError(
        'Nothing was done: while the desk runs, restore there; when it and its database are gone, add --offline.',
      )
    }
    const config = readPlatformConfig(context)
    const dataDir = options.data === undefined ? config.dataDir : resolve(options.data)
    const path = options.recoveryJournal === undefined ? recoveryJournalOf(dataDir) : resolve(options.recoveryJournal)
    const lines = await readLines(path)
    if (options.list) return list(output, path, lines)
    const { subject, reason } = readRequest(options)
    const wayBack = options.byTwo ? lineOf(lines, subject) : findWayBack(lines, path, subject)
    const findKey = signingKeyOf(dataDir, config.signingKey)
    const found = findPlatform(config, dataDir, options.port)
    if (found === undefined && config.platforms.length === 0)
      throw new StartError(`Nothing was done: ${PLATFORM_UNKNOWN}`)
    const calls = { findKey, now: systemNow, allowPrivate: config.allowPrivate }
    const platform = routePlatforms(openPlatforms(found, config.platforms, calls))
    const gather = (ask: OfflineAsk) => gatherSignatures(output, options, ask, config.port)
    const outcome = options.byTwo
      ? await restoreByTwo(platform, { subject, reason }, gather)
      : await restoreOne(platform, wayBack, reason, gather)
    await printOutcome(context, output, { path, reason, wayBack }, outcome)
  })
}

async function readLines(path: string): Promise<Map<string, JournalLine>> {
  try {
    return await readJournal(path)
  } catch (error) {
    throw new StartError(
      `Nothing was done: the recovery journal can't be read (${messageOf(error)}). Name it with --recovery-journal, or its folder with --data.`,
    )
  }
}

function list(output: RestoreOutput, path: string, lines: ReadonlyMap<string, JournalLine>): void {
  const down = [...lines.values()].filter((line) => line.kind === 'way_back')
  const rows = down.map(({ subject, generation, at, legalDuty = [] }) => [
    subject,
    at,
    String(generation),
    legalDuty.length === 0 ? 'one' : 'two',
  ])
  const head = ['SUBJECT', 'SINCE', 'GENERATION', 'COMES BACK BY']
  const text = rows.length === 0 ? `Nothing is down, as ${path} says.` : formatTable(head, rows)
  const offline = down.map(({ subject, at, generation, legalDuty = [] }) => ({ subject, at, generation, legalDuty }))
  output.result({ offline, ...NO_RESTORE }, text)
}

function readRequest({ subject, reason }: RestoreOptions): { subject: string; reason: string } {
  const text = reason?.trim().toWellFormed()
  if (subject === undefined || !text || text.length > REASON_CHARS_MAX) {
    throw new StartError(
      `Nothing was done: --subject and --reason are needed, the reason with at most ${REASON_CHARS_MAX} characters; --list shows what is down.`,
    )
  }
  return { subject, reason: text }
}

function findWayBack(lines: ReadonlyMap<string, JournalLine>, path: string, subject: string) {
  const line = lines.get(subject)
  if (line === undefined) throw new StartError(`Nothing was done: ${path} has no way back for ${subject}.`)
  if (line.kind === 'up') {
    throw new StartError(
      `Nothing was done: the desk has taken nothing from ${subject} since ${line.at}, as ${path} says.`,
    )
  }
  // A subject that was restored before may have gone offline again; its restore point is the same.
  return line
}

async function restoreOne(
  platform: Connector,
  wayBack: Parameters<typeof restoreOffline>[1] & Pick<WayBack, 'legalDuty'>,
  reason: string,
  gather: (ask: OfflineAsk) => Promise<Approval[]>,
): Promise<OfflineRestore> {
  const { subject, legalDuty: enforcements = [] } = wayBack
  const approvals = enforcements.length === 0 ? [] : await gather({ subject, enforcements, reason })
  return restoreOffline(platform, wayBack, { enforcements: [], approvals })
}

/** A restore by two people needs no restore point: the journal only tells where to record it. */
const lineOf = (lines: ReadonlyMap<string, JournalLine>, subject: string) => ({
  subject,
  generation: lines.get(subject)?.generation ?? 0,
  baseline: UNTOUCHED,
})

/** Gathers the signatures of two people, by a key list that was exported while the desk was running. */
async function gatherSignatures(
  output: RestoreOutput,
  options: RestoreOptions,
  ask: OfflineAsk,
  port: number,
): Promise<Approval[]> {
  const why =
    ask.epoch === undefined ? `the law asked for this (${ask.enforcements.join(', ')})` : 'this was asked for by two'
  const which = `${why}, so it comes back by two people's signatures`
  if (options.keys === undefined) {
    throw new StartError(`Nothing was done: ${which}. Add --keys with what "countersign keys export" printed.`)
  }
  const list = await readKeyList(resolve(options.keys))
  const { url, signed, close } = await serveOfflineSigning(list, ask, options.port ?? port)
  const [where = ''] = list.origins
  output.note(`Two people sign now: ${which}. Both open ${where}/ (this listens on ${url}, where the desk did).`)
  try {
    return await signed
  } finally {
    await close()
  }
}

async function readKeyList(path: string): Promise<KeyList> {
  try {
    const read: { list?: unknown } = JSON.parse(await readFile(path, 'utf8'))
    return parseKeyList(read.list ?? read)
  } catch (error) {
    throw new StartError(`Nothing was done: ${path} is no list of keys (${messageOf(error)}).`)
  }
}

interface Told {
  path: string
  reason: string
  wayBack: Pick<WayBack, 'subject' | 'generation' | 'legalDuty'>
}

async function printOutcome(
  context: CommandContext,
  output: RestoreOutput,
  given: Told,
  outcome: OfflineRestore,
): Promise<void> {
  const { subject } = given.wayBack
  const result = (text: string) =>
    output.result(
      {
        offline: undefined,
        subject,
        outcome: outcome.kind,
        generation: 'generation' in outcome ? outcome.generation : undefined,
        why: 'why' in outcome ? outcome.why : undefined,
      },
      text,
    )
  switch (outcome.kind) {
    case 'brought_back':
      result(`${subject} is up: the platform shows it again, under generation ${outcome.generation}.`)
      return record(context, given, outcome)
    case 'was_up':
      return result(`${subject} was up already: nothing was sent, and the platform shows all it had.`)
    case 'absent':
      context.markRefused()
      return result(`${subject} is not up: the platform says that there is no such subject.`)
    case 'not_seen_up':
      context.markRefused()
      return result(`${subject} was not seen up: ${outcome.why}. Run this again: a repeated call changes nothing more.`)
    default:
      outcome satisfies never
  }
}

/**
 * The desk reads this line when it is back. Without it the desk still learns of the restore from the platform, but not
 * the reason.
 */
async function record(
  { printError }: CommandContext,
  { path, reason, wayBack }: Told,
  { generation: sent, desired }: Extract<OfflineRestore, { kind: 'brought_back' }>,
): Promise<void> {
  // The platform's generations may be below the journal's, and the line of the highest generation counts in the
  // journal.
  const generation = Math.max(sent, wayBack.generation + 1)
  const at = systemNow().toISOString()
  const { subject, legalDuty = [] } = wayBack
  const marked = legalDuty.length === 0 ? {} : { legalDuty }
  const line = { kind: 'brought_back', subject, generation, baseline: desired, reason, at, ...marked } as const
  try {
    await new RecoveryJournal(path).keep(line)
  } catch (error) {
    printError(`It could not be noted in ${path} (${messageOf(error)}): tell the desk's people why it was done.`)
  }
}
