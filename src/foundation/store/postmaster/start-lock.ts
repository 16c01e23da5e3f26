import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { reasonOf, StartError } from '../start-error.ts'

/** Limits a data folder to one program at a time. The lock ends with the process, however it dies. */
export function lockDataFolder(dataDir: string): { release(): void } {
  // Node has no flock. SQLite takes a real lock on its file, which the system releases when the process is gone. A file
  // with a pid would need a judgement whether it is stale, and two starters could judge at once.
  const lock = openLock(dataDir)
  const holderFile = join(dataDir, 'in-use-by')
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (!reasonOf(error).includes('locked')) throw unwritable(dataDir, error)
    throw new StartError(`Another countersign${describeHolder(holderFile)} is running on the data folder ${dataDir}.`)
  }
  try {
    writeFileSync(holderFile, `${process.pid}\n`)
  } catch (error) {
    lock.close()
    throw unwritable(dataDir, error)
  }
  return {
    release: () => {
      rmSync(holderFile, { force: true })
      lock.close()
    },
  }
}

function openLock(dataDir: string): DatabaseSync {
  try {
    return new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 })
  } catch (error) {
    throw unwritable(dataDir, error)
  }
}

const unwritable = (dataDir: string, error: unknown): StartError =>
  new StartError(`The data folder ${dataDir} can't be written to: ${reasonOf(error)}.`, { cause: error })

function describeHolder(holderFile: string): string {
  try {
    return ` (process ${readFileSync(holderFile, 'utf8').trim()})`
  } catch {
    return '' // The holder has the lock but hasn't yet written its name.
  }
}
