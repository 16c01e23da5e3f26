import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { serveJobs } from '../../foundation/bounds/serve-isolated.ts'
import { SENT_JOBS } from './sent-jobs.ts'

const SHIPPED = resolve(import.meta.dirname, '../../../policies/guards.yaml')

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
