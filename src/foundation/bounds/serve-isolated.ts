import { DeskError, type ErrorCode } from '../errors.ts'
import type { Message } from '../messages/message.ts'
import { FileError, type Problem } from '../yaml/read-yaml.ts'
import { message } from '../messages/message.ts'

/**
 * The functions that an isolated process can run, by name. Each is pure, on plain data that is copied between
 * processes.
 */
export type JobTable = Readonly<Record<string, (input: never) => unknown>>

/** The result of a job, in the form in which the process sends it back. */
export type Outcome =
  | { value: unknown }
  | { what: string; problems: readonly Problem[] }
  | { code: ErrorCode; text: Message; members: Readonly<Record<string, unknown>> }
  | { bug: string }

/** The child process of `Isolated`: runs the jobs that it receives, one after the other, until its parent is gone. */
export function serveJobs(jobs: JobTable): void {
  const send = process.send?.bind(process)
  if (send === undefined) throw new Error('jobs are served by a process that another one started')
  process.on('message', ({ job, input }: { job: string; input: never }) => send(work(jobs, job, input)))
  process.on('disconnect', () => process.exit())
  send('ready')
}

function work(jobs: JobTable, name: string, input: never): Outcome {
  try {
    const job = jobs[name]
    if (job === undefined) throw new Error(`there is no job ${name}`)
    return { value: job(input) }
  } catch (error) {
    if (error instanceof FileError) return { what: error.what, problems: error.problems }
    if (error instanceof DeskError) return { code: error.code, text: error.text, members: error.members }
    // Text nested too deeply overflows the stack of a recursive reader. Nothing else here recurses without a limit.
    if (error instanceof RangeError) return { what: 'this', problems: [TOO_DEEP] }
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

const TOO_DEEP: Problem = { file: 'text', line: 1, column: 1, message: message('ruleFile.tooDeep') }
