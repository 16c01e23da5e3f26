import { DATABASE_DIR } from '../../../foundation/settings/package-paths.ts'
import { checkFiles } from '../../config-check/check-files.ts'
import { checkServer } from '../../config-check/check-server.ts'
import { checkServices } from '../../config-check/check-services.ts'
import { checkVariables } from '../../config-check/check-variables.ts'
import type { Step } from '../../connect/step.ts'
import type { RegisterCommand } from '../command-context.ts'
import { describeCommand, describeGroup } from '../print/describe-command.ts'

const HELP = `Checks everything that serve and work would need: the form of every variable, files and their rights, the database with
its roles, schema, TLS and room, every platform, the pager, the translator, the mail server, the identity provider and
the collector of traces. Each line names the variable and what would be right. Nothing is changed, and no mail is sent.

Run it as the user that runs the desk, with its environment.`

export const registerConfigCheck: RegisterCommand = (program, context) => {
  const group = describeGroup(program.command('config').description('check the settings of this machine'))
  const command = group
    .command('check')
    .description('check every setting and every service that it names, before the desk starts')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: ['countersign config check', 'countersign config check --json'],
    json: {
      steps: 'of each check: variable, result (passed, warned, failed, skipped), found, fix',
      totals: 'the numbers of checks that passed, warned, failed and were skipped',
    },
    finds: 'a check failed: the desk would not start, or not work',
  })
  command.action(async () => {
    const { config, steps: ofVariables } = checkVariables(context.env)
    const others = config
      ? await Promise.all([checkFiles(config), checkServer(config, DATABASE_DIR), checkServices(config)])
      : []
    const steps = [...ofVariables, ...others.flat()]
    const totals = countResults(steps)
    if (totals.failed > 0) context.markFound()
    const lines = [...steps.flatMap(formatStep), formatTotals(totals)]
    output.result(
      { steps: steps.map(({ id: variable, ...step }) => ({ variable, ...step })), totals },
      lines.join('\n'),
    )
  })
}

type Totals = Record<Step['result'], number>

function countResults(steps: readonly Step[]): Totals {
  const count = (result: Step['result']) => steps.filter((step) => step.result === result).length
  return { passed: count('passed'), warned: count('warned'), failed: count('failed'), skipped: count('skipped') }
}

const RESULT_CHARS = 8

const formatStep = ({ id, result, found, fix }: Step): string[] => [
  `${result.padEnd(RESULT_CHARS)} ${id}: ${found}`,
  ...(fix === null ? [] : [`${' '.repeat(RESULT_CHARS + 1)}Fix: ${fix}`]),
]

const formatTotals = ({ passed, warned, failed, skipped }: Totals): string =>
  `${passed} passed, ${warned} warned, ${failed} failed, ${skipped} skipped.`
