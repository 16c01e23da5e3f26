import { type Command, Option } from 'commander'
import { listStanding, type Standing } from '../../../../cases/import/standing-queries.ts'
import { openPlatforms } from '../../../../connectors/open-platforms.ts'
import { routePlatforms } from '../../../../connectors/route-platforms.ts'
import { type Connector, ConnectorError } from '../../../../foundation/connector/connector.ts'
import type { Pool } from '../../../../foundation/database/db.ts'
import {
  ACTIONS,
  type Action,
  parseSubjectKey,
  type PlatformState,
  SUBJECT_KINDS,
} from '../../../../foundation/domain.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { readPlatformConfig } from '../../run/find-platform.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `Lists the imported restrictions that no enforcement has taken over, one subject on a line, as a bulk action takes them. Each is
read at the platform first: one that does not stand there any more is left out. Labels of another labeler are not read.`

/** The subjects that are read at the platform at a time. */
const READS_AT_ONCE = 8

interface StandingOptions extends DatabaseOptions {
  action: Action
  kind: 'account' | 'content'
}

/** Adds the command that lists the imported restrictions. */
export function registerImportStanding(group: Command, context: CommandContext): void {
  const command = group
    .command('standing')
    .description('list imported restrictions that no enforcement has taken over')
    .addOption(new Option('--action <action>', 'those of this action').choices(ACTIONS).makeOptionMandatory())
    .addOption(
      new Option('--kind <kind>', 'those on accounts or on contents').choices(SUBJECT_KINDS).makeOptionMandatory(),
    )
  const output = describeCommand(command, context, {
    about: HELP,
    examples: ['countersign import standing --action deactivate --kind account'],
    json: {
      subjects: 'the subjects whose restriction stands at the platform',
      ended: 'the number that does not stand there any more',
      unread: 'the number that could not be read at the platform',
    },
  })
  runOnDatabase(command, context, async ({ db }, options: StandingOptions) => {
    const { platform, platforms, allowPrivate } = readPlatformConfig(context)
    const connector = routePlatforms(openPlatforms(platform, platforms, { now: systemNow, allowPrivate }))
    const { subjects, ended, unread } = await readStanding(db, connector, options)
    output.result({ subjects, ended, unread }, subjects.join('\n'))
    if (ended > 0) context.printError(`Left out: ${ended} that do not stand at the platform any more.`)
    if (unread === 0) return
    context.printError(`Left out: ${unread} that could not be read at the platform. Try again later.`)
    context.markRefused()
  })
}

async function readStanding(db: Pool, connector: Connector, { action, kind }: StandingOptions) {
  const found = { subjects: [] as string[], ended: 0, unread: 0 }
  for (let after = ''; ; ) {
    const page = await listStanding(db, { action, kind, after, limit: READS_AT_ONCE })
    const states = await Promise.all(page.map((each) => readState(connector, each)))
    for (const [place, state] of states.entries()) {
      if (state === 'stands') found.subjects.push(page[place]?.subject ?? '')
      else found[state]++
    }
    const last = page.at(-1)
    if (last === undefined || page.length < READS_AT_ONCE) return found
    after = last.subject
  }
}

async function readState(connector: Connector, { subject, action }: Standing): Promise<'stands' | 'ended' | 'unread'> {
  if (action === 'label') return 'stands'
  try {
    const read = await connector.readBack(parseSubjectKey(subject), 'look')
    if (read === undefined) return 'ended'
    return stands(action, read.state) ? 'stands' : 'ended'
  } catch (error) {
    if (error instanceof ConnectorError) return 'unread'
    throw error
  }
}

function stands(action: Action, { visible, mayPost, spread }: PlatformState): boolean {
  if (action === 'limit') return spread === 'limited'
  return action === 'lock' ? !mayPost : !visible
}
