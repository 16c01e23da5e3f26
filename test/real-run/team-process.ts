// Some people at work, in a process of their own. The first line of its input names them and the desk. When the input
// ends, as it does with the process that started this one, they finish their cases and go home. It prints the number of
// ordinary enforcements that they left out because others would have had to approve.
import { createInterface } from 'node:readline'
import { approveUntilCalled } from './approve-enforcements.ts'
import { confirmUntilCalled } from './confirm-enforcements.ts'
import { openDataFolder } from './data-folder.ts'
import { DeskClient } from './desk-client.ts'
import type { Fates } from './guarded-cases.ts'
import { judgeCase } from './judge-case.ts'
import type { Person } from './people.ts'
import { RunError } from './run-error.ts'
import { type Judge, type Reviewer, reviewUntilCalled } from './take-cases.ts'

/** The first line, as JSON. */
export interface TeamSetup {
  people: readonly Person[]
  deskUrl: string
  dataDir: string
  patienceMs: number
  fates: Fates
}

const input = createInterface({ input: process.stdin })
const called = new AbortController()
input.once('close', () => called.abort())
input.once('line', (line) => void work(JSON.parse(line)))

async function work({ people, deskUrl, dataDir, patienceMs, fates }: TeamSetup): Promise<void> {
  try {
    const { classOf } = openDataFolder(dataDir)
    const judge = judgeCase(classOf, fates)
    const atWork = people.map(({ token, ...person }) => {
      const client = new DeskClient({ url: deskUrl, token, patienceMs })
      return workUntilCalled({ ...person, client }, { judge, fates })
    })
    const asking = await Promise.all(atWork)
    console.log(asking.reduce((sum, each) => sum + each, 0))
  } catch (error) {
    console.error(error instanceof RunError ? error.message : error)
    process.exit(1)
  }
}

async function workUntilCalled(person: Reviewer, { judge, fates }: { judge: Judge; fates: Fates }): Promise<number> {
  if (person.work === 'review') return reviewUntilCalled(person, judge, called.signal)
  if (person.work === 'approve') await approveUntilCalled(person, fates, called.signal)
  else await confirmUntilCalled(person, fates, called.signal)
  return 0
}
