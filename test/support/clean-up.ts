import type { TestContext } from 'node:test'

/**
 * Runs this after everything the test hangs on `t.after`, also what it adds later: node runs such hooks in the order
 * they were added, so a database made first would be dropped under the server that was started on it next.
 */
export function cleanUpLast(t: TestContext, cleanUp: () => void | Promise<void>): void {
  t.after(() => {
    t.after(cleanUp)
  })
}
