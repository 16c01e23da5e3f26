import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'

/** What a program needs in its environment to use what this one keeps compiled; empty where nothing is kept. */
export function compiledEnv(): Readonly<Record<string, string>> {
  // Below the folder that was asked for, Node has one for each of its versions.
  const folder = getCompileCacheDir()
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) }
}
