import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Approval, type KeyList, parseKeyList } from '@countersign/platform-kit'
import type { Command } from 'commander'
import { signingKeyOf } from '../../../../foundation/outgoing/signing-key.ts'
import { webhookConnector } from '../../../../foundation/connector/webhook-connector.ts'
import type { Connector } from '../../../../foundation/connector/connector.ts'
import { UNTOUCHED } from '../../../../foundation/domain.ts'
import { type OfflineRestore, restoreOffline } from '../../../../enforcement/journal/restore-offline.ts'
import { RecoveryJournal } from '../../../../foundation/recovery-journal/recovery-journal.ts'
import type { JournalLine, WayBack } from '../../../../foundation/recovery-journal/journal-line.ts'
import { readJournal } from '../../../../foundation/recovery-journal/read-journal.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import { messageOf } from '../../../../foundation/errors.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { findPlatform, PLATFORM_UNKNOWN, readPlatformConfig } from '../../run/find-platform.ts'
import { formatTable } from '../../print/format-table.ts'
import type { OfflineAsk } from '../../offline/offline-signing.ts'
import { parsePortOption, parseSubject } from '../../option-values.ts'
import { recoveryJournalOf } from '../../package-paths.ts'
import { restoreByTwo } from '../../offline/restore-by-two.ts'
import { serveOfflineSigning } from '../../offline/serve-offline-signing.ts'

const REASON_CHARS_MAX = 500
const HELP = `
For when desk and database are gone. While the desk runs, restore there: POST /v1/enforcements/ID/restore.
It needs the recoveryJournal file and COUNTERSIGN_PLATFORM_URL and _SECRET, as the desk has them, and what
effects are signed with: the data folder or COUNTERSIGN_SIGNING_KEY. For the demo platform the data folder is enough. Nothing can be taken from anybody with it.

What the law asked for comes back by two people only: each signs with their passkey on a page that this command serves where
the desk did, by a list of keys that "countersign keys export" printed before (--keys). Everybody else comes back at once.

Examples:
  countersign restore --offline --list
  countersign restore --offline --subject account:8821 --reason "the desk's machine is down"
  countersign restore --offline --subject account:8821 --reason "moved here" --recovery-journal /mnt/copy/recovery-journal.ndjson
  countersign restore --offline --by-two --subject account:8821 --reason "our secret and key are stolen" --keys keys.json
  countersign restore --offline --subject content:77 --reason "the court has lifted it" --keys keys.json`

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

export const registerRestore: RegisterCommand = (program, context) => {
  const command: Command = program
    .command('restore')
    .description('restore a subject from the recovery journal, without desk and database')
    .option('--offline', 'yes, without the desk')
    .option('--list', 'list what is down, as the file says')
    .option('--subject <key>', 'account:ID or content:ID', parseSubject)
    .option('--reason <text>', 'why, for the record')
    .option(
      '--recovery-journal <file>',
      'the file of the ways back (default: recovery-journal.ndjson in the data folder)',
    )
    .option('--keys <file>', 'the list of keys, as exported: needed for what the law asked for')
    .option('--by-two', 'by two passkeys at any generation: for when secret and signing key are stolen (needs --keys)')
    .option('--data <folder>', "the desk's data folder (default: COUNTERSIGN_DATA or ./data)")
    .option('--port <port>', 'where the desk listened: people sign there, and a demo is on the next', parsePortOption)
    .addHelpText('after', HELP)
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
    if (options.list) return list(context, path, lines)
    const { subject, reason } = readRequest(options)
    const wayBack = options.byTwo ? lineOf(lines, subject) : findWayBack(lines, path, subject)
    const findKey = signingKeyOf(dataDir, config.signingKey)
    const found = findPlatform(config, dataDir, options.port)
    if (found === undefined) throw new StartError(`Nothing was done: ${PLATFORM_UNKNOWN}`)
    const platform = webhookConnector({ ...found, findKey, now: systemNow })
    const gather = (ask: OfflineAsk) => gatherSignatures(context, options, ask, config.port)
    const outcome = options.byTwo
      ? await restoreByTwo(platform, { subject, reason }, gather)
      : await restoreOne(platform, wayBack, reason, gather)
    await tell(context, { path, reason, wayBack }, outcome)
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

function list({ print }: CommandContext, path: string, lines: ReadonlyMap<string, JournalLine>): void {
  const down = [...lines.values()].filter((line) => line.kind === 'way_back')
  const rows = down.map(({ subject, generation, at, legalDuty = [] }) => [
    subject,
    at,
    String(generation),
    legalDuty.length === 0 ? 'one' : 'two',
  ])
  const head = ['SUBJECT', 'SINCE', 'GENERATION', 'COMES BACK BY']
  print(rows.length === 0 ? `Nothing is down, as ${path} says.` : formatTable(head, rows))
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
  // One that was brought back before may have gone offline again: the way back is the same.
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

/** Two people need no way back: the journal only says where to record theirs. */
const lineOf = (lines: ReadonlyMap<string, JournalLine>, subject: string) => ({
  subject,
  generation: lines.get(subject)?.generation ?? 0,
  baseline: UNTOUCHED,
})

/** The signatures of two people, by a list of keys that was exported while there was a desk. */
async function gatherSignatures(
  { print }: CommandContext,
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
  print(`Two people sign now: ${which}. Both open ${where}/ (this listens on ${url}, where the desk did).`)
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

async function tell(context: CommandContext, given: Told, outcome: OfflineRestore): Promise<void> {
  const { subject } = given.wayBack
  switch (outcome.kind) {
    case 'brought_back':
      context.print(`${subject} is up: the platform shows it again, under generation ${outcome.generation}.`)
      return record(context, given, outcome)
    case 'was_up':
      return context.print(`${subject} was up already: nothing was sent, and the platform shows all it had.`)
    case 'absent':
      context.markRefused()
      return context.print(`${subject} is not up: the platform says that there is no such subject.`)
    case 'not_seen_up':
      context.markRefused()
      return context.print(`${subject} was not seen up: ${outcome.why}. Run this again; it does no harm twice.`)
    default:
      outcome satisfies never
  }
}

/** The desk reads it when it is back. Without the line it still finds out, from the platform, but not why. */
async function record(
  { printError }: CommandContext,
  { path, reason, wayBack }: Told,
  { generation: sent, target }: Extract<OfflineRestore, { kind: 'brought_back' }>,
): Promise<void> {
  // The platform's numbers may lie below the journal's, and the last word in the journal is that of the highest.
  const generation = Math.max(sent, wayBack.generation + 1)
  const at = systemNow().toISOString()
  const { subject, legalDuty = [] } = wayBack
  const marked = legalDuty.length === 0 ? {} : { legalDuty }
  const line = { kind: 'brought_back', subject, generation, baseline: target, reason, at, ...marked } as const
  try {
    await new RecoveryJournal(path).keep(line)
  } catch (error) {
    printError(`It could not be noted in ${path} (${messageOf(error)}): tell the desk's people why it was done.`)
  }
}
