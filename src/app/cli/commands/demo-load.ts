import { message } from '../../../foundation/messages/message.ts'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { inspectFile } from '../../../cases/import/import-lines.ts'
import { DeskError, messageOf } from '../../../foundation/errors.ts'
import { describeCommand, describeGroup } from '../print/describe-command.ts'
import type { RegisterCommand } from '../command-context.ts'
import { showProgress } from '../print/show-progress.ts'

const DEMO_URL = 'http://127.0.0.1:4181'

const Loaded = Type.Object({
  accounts: Type.Integer(),
  contents: Type.Integer(),
  ignored: Type.Integer(),
  rejected: Type.Integer(),
  rejectedLines: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() })),
})
type Loaded = Type.Static<typeof Loaded>

const loadedAnswer = Compile(Loaded)

export const registerDemo: RegisterCommand = (program, context) => {
  const demo = describeGroup(program.command('demo').description('manage the demo platform'))
  const load = demo
    .command('load')
    .argument('<file>', 'accounts and contents as NDJSON')
    .description('load accounts and posts into the demo platform')
    .option('--url <address>', 'the address of the demo platform', DEMO_URL)
  const output = describeCommand(load, context, {
    about: 'The file is the one of "countersign import". Its reports are ignored.',
    examples: [`countersign demo load reports.ndjson --url ${DEMO_URL}`],
    json: {
      accounts: 'the number of loaded accounts',
      contents: 'the number of loaded contents',
      ignored: 'the number of ignored lines',
      rejected: 'the number of rejected lines',
      rejectedLines: 'line and reason of the first rejected lines',
    },
  })
  load.action(async (file: string, { url }: { url: string }) => {
    const loaded = await loadDemo(file, url, context.printError)
    const { accounts, contents, rejected, rejectedLines } = loaded
    output.result(
      { ...loaded },
      `Loaded ${accounts} accounts and ${contents} contents into the demo platform on ${url}.`,
    )
    if (rejected === 0) return
    for (const { line, reason } of rejectedLines) context.printError(`line ${line}: ${reason}`)
    context.printError(`Lines not taken: ${rejected}.`)
    context.markRefused()
  })
}

/** Streams a file to the demo platform, and returns how much it stored. Loading the same file again changes nothing. */
async function loadDemo(file: string, url: string, say: (line: string) => void): Promise<Loaded> {
  const { size } = await inspectFile(file)
  const progress = showProgress('Loading', size, say)
  try {
    let sent = 0
    const body = createReadStream(file).on('data', (chunk) => {
      sent += chunk.length
      progress.update(sent)
    })
    return await send(url, body)
  } finally {
    progress.end()
  }
}

async function send(url: string, body: Readable): Promise<Loaded> {
  const response = await fetch(new URL('/load', url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: Readable.toWeb(body),
    duplex: 'half',
  }).catch((error: unknown) => {
    const why = messageOf(error instanceof Error && error.cause ? error.cause : error)
    throw new DeskError('unavailable', message('cli.demoAway', { url, why }))
  })
  const text = await response.text()
  const answer: unknown = response.ok ? JSON.parse(text) : undefined
  if (loadedAnswer.Check(answer)) return answer
  throw new DeskError('unavailable', message('cli.notDemo', { url, status: response.status }))
}
