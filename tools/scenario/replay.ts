import type { CommandContext } from '../../src/app/cli/command-context.ts'
import type { Output } from '../../src/app/cli/print/describe-command.ts'
import { stopSignal } from '../../src/app/cli/run/stop-signal.ts'
import { readConfig } from '../../src/config.ts'
import { compareRuns } from './compare.ts'
import { loadScenario } from './file/scenario-file.ts'
import { offlineSecondsOf, type PlayedRun, runScenario } from './run-scenario.ts'

/** Plays the scenario of a file and prints a comparison of its runs. */
export async function replay(
  file: string,
  { verbose, context, output }: { verbose?: true; context: CommandContext; output: Output<'runs'> },
): Promise<void> {
  const scenario = loadScenario(file)
  const runs = await runScenario(scenario, {
    policiesDir: readConfig(context.env).policiesDir,
    stopping: stopSignal(),
    onLine: (name, number, total) => context.printError(`Playing ${name} (${number} of ${total}) …`),
    onEntry: ({ time, says, detail = says }) => {
      if (verbose) context.printError(`  ${time}  ${detail}`)
    },
  })
  output.result({ runs: runs.map(toJson) }, compareRuns(scenario, runs))
}

/** Builds the JSON of a run. If the run has several lines, each entry names its line. */
const toJson = (run: PlayedRun) => ({
  name: run.name,
  title: run.title,
  offlineSeconds: offlineSecondsOf(run),
  timeline: run.lines.flatMap(({ timeline }) => timeline),
  ...(run.lines.length < 2
    ? {}
    : { lines: run.lines.map(({ line, offlineSeconds }) => ({ name: line.name, title: line.title, offlineSeconds })) }),
})
