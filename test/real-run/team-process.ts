// Some people at work, in a process of their own. The first line of its input says who and where. When the input ends,
// which it does with whoever started this, they finish what they have in hand and go home.
import { createInterface } from 'node:readline'
import { openDataFolder } from './data-folder.ts'
import { DeskClient } from './desk-client.ts'
import { judgeCase } from './judge-case.ts'
import type { Person } from './people.ts'
import { RunError } from './run-error.ts'
import { reviewUntilCalled } from './take-cases.ts'

/** The first line, as JSON. */
export interface TeamSetup {
  people: readonly Person[]
  deskUrl: string
  dataDir: string
  patienceMs: number
}

const input = createInterface({ input: process.stdin })
const called = new AbortController()
input.once('close', () => called.abort())
input.once('line', (line) => void work(JSON.parse(line)))

async function work({ people, deskUrl, dataDir, patienceMs }: TeamSetup): Promise<void> {
  try {
    const { classOf } = openDataFolder(dataDir)
    const judge = judgeCase(classOf)
    const reviewers = people.map(({ token, ...person }) => ({
      ...person,
      client: new DeskClient({ url: deskUrl, token, patienceMs }),
    }))
    await Promise.all(reviewers.map((reviewer) => reviewUntilCalled(reviewer, judge, called.signal)))
  } catch (error) {
    console.error(error instanceof RunError ? error.message : error)
    process.exit(1)
  }
}
