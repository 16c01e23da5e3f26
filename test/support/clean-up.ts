import type { TestContext } from 'node:test'

type CleanUp = () => unknown

/**
 * Runs this after the test. Node keeps the hooks of all tests, with everything that they refer to, until their process ends: a desk
 * that a hook closes would stay in memory, and be looked through at every garbage collection of the tests behind it. So
 * this lets go of what it runs.
 */
export function cleanUp(t: TestContext, run: CleanUp): void {
  let next: CleanUp | undefined = run
  t.after(async () => {
    const ending = next
    next = undefined
    await ending?.()
  })
}

/**
 * Runs this after everything else that the test cleans up, also what it adds later: node runs such hooks in the order
 * they were added, so a database made first would be dropped under the server that was started on it next.
 */
export function cleanUpLast(t: TestContext, run: CleanUp): void {
  cleanUp(t, () => cleanUp(t, run))
}
