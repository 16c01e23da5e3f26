import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { cleanUpLast } from './clean-up.ts'
import { runFolder } from './test-cluster.ts'

/** A folder of the test's own, removed after it. Others may pass it: as root, PostgreSQL runs as another user. */
export function tempDir(t: TestContext): string {
  const dir = makeTempDir()
  cleanUpLast(t, () => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** The same without a test to remove it. Inside the run's folder, if there is one, which goes with the run. */
export function makeTempDir(): string {
  const dir = mkdtempSync(join(runFolder() ?? tmpdir(), 'countersign-test-'))
  chmodSync(dir, 0o711)
  return dir
}
