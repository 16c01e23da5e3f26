import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { POLICIES_DIR } from '../../foundation/settings/package-paths.ts'

// A job over its limits is killed with its process, and the next one waits until another has loaded all of this.
const [compiled] = process.argv.slice(2)
if (compiled !== undefined) enableCompileCache(compiled)
// Only what is loaded from here on is read from the folder.
const { serveJobs } = await import('../../foundation/bounds/serve-isolated.ts')
const { SENT_JOBS } = await import('./sent-jobs.ts')

const SHIPPED = join(POLICIES_DIR, 'guards.yaml')

/**
 * Compares the shipped guards with others once at the start. Code that has not run yet takes three times as long, and a
 * first job would spend its processor time on that.
 */
function warmUp(): void {
  const adopted = readFileSync(SHIPPED, 'utf8')
  SENT_JOBS.checkGuards({ text: adopted.replace('100000', '100001'), adopted, recent: [] })
}

warmUp()
serveJobs(SENT_JOBS)
