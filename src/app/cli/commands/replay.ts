import type { RegisterCommand } from '../command-context.ts'
import { describeCommand } from '../print/describe-command.ts'
import { loadReplay } from '../run/load-tools.ts'

const HELP = `
Plays one day several times and measures how long an account was offline each time. Your own desk is not touched: each
run has its own desk, database and platform in a temporary folder, with clocks that the scenario sets. The offline time
is measured at the platform's public page, once every ten seconds of that day while it can change.

A scenario is a YAML file:
  title, about, intents        the text above the table
  day, utc_offset, until       the day, its time zone and its end
  watch                        the account whose page is measured
  people     name, is, roles, clearances, team, employment, employer, starts, ends,
             shift: { from, to, breaks: [{ from, to }] }
  accounts   handle, name, reach, since, verified, tags
  runs       name, title, guards (none: no desk, only the platform's own tool; shipped: those of COUNTERSIGN_POLICIES),
             routing (off: a claim is handed over, past the desk's routing), lines: [{ name, title, routing }]
  steps      at, who, in (runs, or run.line; without it all), reason, and one of
             report: [handles]   claim, preview, ask, restore, look, leave: true
             and with a desk     eligible, approve, decline, duty, confirm, stop, keep, freeze: reason, kill: desk
             ask takes action, policy, assessment, and takes_it_for: the person whom the proposer believes to see`

export const registerReplay: RegisterCommand = (program, context) => {
  const command = program
    .command('replay')
    .argument('<scenario>', 'a YAML file that describes the day')
    .description('play a day with and without guards and compare the offline minutes')
    .option('--verbose', 'print each event on standard error while it happens')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign replay examples/2017-11-02.yaml',
      'countersign replay examples/2017-11-02.yaml --verbose',
      'countersign replay examples/2017-11-02.yaml --json',
    ],
    json: { runs: 'for each run: name, title, offlineSeconds, timeline, and lines when the run has several' },
  })
  command.action(async (file: string, options: { verbose?: true }) => {
    const { replay } = await loadReplay()
    await replay(file, { ...options, context, output })
  })
}
