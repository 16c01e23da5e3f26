import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'

/** Returns the folder with which another program uses this one's compile cache; undefined when there is no cache. */
export function findCompiled(): string | undefined {
  // Node keeps one cache for each of its versions below the configured folder.
  const folder = getCompileCacheDir()
  return folder && dirname(folder)
}

/** Returns the environment with which another program uses this one's compile cache; empty when there is no cache. */
export function compiledEnv(): Readonly<Record<string, string>> {
  const folder = findCompiled()
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder }
}
