import { existsSync, readFileSync } from 'node:fs'
import { type CheckResult, runChecks } from '../../../conformance/run-checks.ts'
import { makeSetUp } from '../../../conformance/set-up.ts'
import { makeTestKeys, openTestKeys, type TestKeys } from '../../../conformance/test-keys.ts'
import { readOrMakeFile } from '../../../../foundation/settings/secret-file.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, type Output } from '../../print/describe-command.ts'
import { showProgress } from '../../print/show-progress.ts'
import { readPlatformConfig } from '../../run/find-platform.ts'

const KEYS_FILE = 'conformance-keys.json'
const HELP = `Checks a test platform against version 1 of the platform protocol, as docs/reference/platform-protocol states it:
signatures, replays, approvals of people, generations, reverts, holds, restores, limits, and what a thief with stolen keys
can do. Each check acts on subjects of its own.

  1. countersign conformance URL --set-up > set-up.json    make test keys, and print what the platform must be given
  2. start a test platform with these secrets, authority, limits and subjects, all of them visible
  3. countersign conformance URL                           run the checks

The keys are for tests alone: never configure them at a platform that real people use. The subjects are used up by one run.
Before the next one, start the platform anew, or make other keys with --keys.`

type Field = 'setUp' | 'checks' | 'totals'
interface Options {
  keys: string
  setUp?: true
  only?: string
}

export const registerConformance: RegisterCommand = (program, context) => {
  const command = program
    .command('conformance')
    .argument('<url>', 'the address at which the platform receives calls')
    .description('check that a platform keeps to the platform protocol')
    .option('--keys <file>', 'the file of the test keys', KEYS_FILE)
    .option('--set-up', 'make the test keys if there are none, and print what to configure at the platform')
    .option('--only <prefix>', 'run only the checks whose id begins so, such as approval.')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign conformance http://127.0.0.1:4190/countersign --set-up',
      'countersign conformance http://127.0.0.1:4190/countersign',
      'countersign conformance http://127.0.0.1:4190/countersign --only approval. --json',
    ],
    json: {
      setUp: 'with --set-up: secrets, authority, limits and subjects of the test platform',
      checks: 'each check: id, sentence, result (passed, failed, skipped), and expected, came or reason',
      totals: 'the numbers of checks that passed, failed and were skipped',
    },
    finds: 'a check failed',
  })
  command.action(async (url: string, options: Options) => {
    checkUrl(url)
    if (options.setUp) return printSetUp(url, options, output)
    await printChecks(context, url, options, output)
  })
}

function checkUrl(url: string): void {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new StartError(`Nothing was checked: ${url} is no http or https address.`)
}

function printSetUp(url: string, { keys: file }: Options, output: Output<Field>): void {
  const text = readOrMakeFile(file, () => `${JSON.stringify(makeTestKeys(systemNow()))}\n`)
  const setUp = makeSetUp(parseKeys(file, text), url)
  output.result({ setUp, checks: undefined, totals: undefined }, JSON.stringify(setUp, undefined, 1))
}

async function printChecks(
  context: CommandContext,
  url: string,
  { keys: file, only }: Options,
  output: Output<Field>,
): Promise<void> {
  if (!existsSync(file)) throw new StartError(`Nothing was checked: there is no file ${file}. Make it with --set-up.`)
  const keys = parseKeys(file, readFileSync(file, 'utf8'))
  const { allowPrivate } = readPlatformConfig(context)
  let progress: ReturnType<typeof showProgress> | undefined
  const checks = await runChecks({ url, keys, allowPrivate, ...(only !== undefined && { only }) }, (done, all) => {
    progress ??= showProgress('Checks', all, context.printError)
    progress.update(done)
  }).finally(() => progress?.end())
  const count = (result: CheckResult['result']) => checks.filter((check) => check.result === result).length
  const totals = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
  if (totals.failed > 0) context.markFound()
  const { passed, failed, skipped } = totals
  const lines = [...checks.flatMap(formatCheck), `${passed} passed, ${failed} failed, ${skipped} skipped.`]
  output.result({ setUp: undefined, checks, totals }, lines.join('\n'))
}

function parseKeys(file: string, text: string): TestKeys {
  try {
    return openTestKeys(JSON.parse(text))
  } catch {
    throw new StartError(
      `Nothing was checked: ${file} holds no test keys. Name another file, or make it with --set-up.`,
    )
  }
}

const RESULT_CHARS = 8

function formatCheck({ id, sentence, result, expected, came, reason }: CheckResult): string[] {
  const line = `${result.padEnd(RESULT_CHARS)} ${id}: ${sentence}`
  if (result === 'failed') return [line, `         expected: ${expected}`, `         came:     ${came}`]
  return result === 'skipped' ? [`${line} Skipped: ${reason}.`] : [line]
}
