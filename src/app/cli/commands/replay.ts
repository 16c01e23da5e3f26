import type { RegisterCommand } from '../command-context.ts'
import { loadReplay } from '../run/load-tools.ts'

const HELP = `
Plays a day several ways and says for how long visitors of an account found nothing each time. It touches no desk of
yours: each run has a desk, a database and a platform of its own, whose clocks are set by hand, in a folder that is
removed. For how long it was offline is measured at the platform's public page, looked at every ten seconds of that day.

A scenario is a YAML file:
  title, about, intents        what is told above the table
  day, utc_offset, until       when it is and when it ends
  watch                        the account visitors look at
  people     name, is, roles, clearances, team, employment, employer, starts, ends,
             shift: { from, to, breaks: [{ from, to }] }
  accounts   handle, name, reach, since, verified, tags
  runs       name, title, guards (none: no desk, only the platform's own tool; shipped: those of COUNTERSIGN_POLICIES),
             routing (off: a claim is handed over, past the desk's routing), lines: [{ name, title, routing }]
  steps      at, who, in (runs, or run.line; without it all), reason, and one of
             report: [handles]   claim, preview, ask, restore, look, leave: true
             and with a desk     eligible, approve, decline, duty, confirm, stop, keep, freeze: reason, kill: desk
             ask takes action, policy, assessment, and takes_it_for, whom the proposer takes the account for

Examples:
  countersign replay examples/2017-11-02.yaml
  countersign replay examples/2017-11-02.yaml --verbose
  countersign replay examples/2017-11-02.yaml --json | jq '.runs[] | [.name, .offlineSeconds]'`

export const registerReplay: RegisterCommand = (program, context) => {
  program
    .command('replay')
    .argument('<scenario>', 'a day as YAML')
    .description('play a day with and without guards and compare the offline minutes')
    .option('--json', 'print JSON')
    .option('--verbose', 'say what happens while it happens, on standard error')
    .addHelpText('after', HELP)
    .action(async (file: string, options: { json?: true; verbose?: true }) => {
      const { replay } = await loadReplay()
      await replay(file, options, context)
    })
}
