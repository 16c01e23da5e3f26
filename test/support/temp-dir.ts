import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { cleanUpLast } from './clean-up.ts'
import { runFolder } from './run-folder.ts'

const MEMORY = '/dev/shm'
const ROOM_MIN_BYTES = 6 * 1024 ** 3

/** A folder of the test's own, removed after it. Others may pass it: as root, PostgreSQL runs as another user. */
export function tempDir(t: TestContext): string {
  const dir = makeTempDir()
  cleanUpLast(t, () => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/**
 * Creates a folder without a test to remove it: inside the run's folder, if there is one, which is removed with the
 * run.
 */
export function makeTempDir(): string {
  const dir = mkdtempSync(join(runFolder() ?? roomiest(), 'countersign-test-'))
  chmodSync(dir, 0o711)
  return dir
}

/**
 * Prefers memory when there is enough: a run creates a thousand databases of a thousand files each, and half of its
 * waiting would be for the disk. No file here must outlive the machine.
 */
function roomiest(): string {
  if (!existsSync(MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize >= ROOM_MIN_BYTES ? MEMORY : tmpdir()
}
