import type { Plugin } from 'vite'

/** The module by which Vite loads the files of a part of the console before it runs. */
const LOADER = /vite\/preload-helper/

/**
 * A browser may remember a module that failed to load and never request it again for this page, as the specification of HTML
 * says and Chromium does. So the loader fetches the files first, not as modules, and imports them from the browser's cache:
 * who was offline for a moment can try again.
 */
const CODE = `
const fetched = new Map()

const isThere = (url) => document.querySelector('link[rel="modulepreload"][href="' + url + '"], script[src="' + url + '"]') !== null

const fetchFile = async (url) => {
  const answer = await fetch(url)
  if (!answer.ok) throw new TypeError(url + ' was answered with ' + answer.status)
  await answer.arrayBuffer()
}

const fetchOnce = (url) => {
  const known = fetched.get(url) ?? (isThere(url) ? Promise.resolve() : fetchFile(url))
  fetched.set(url, known)
  known.catch(() => fetched.delete(url))
  return known
}

export const __vitePreload = async (load, files = []) => {
  await Promise.all(files.map((file) => fetchOnce('/' + file)))
  return load()
}
`

/** Writes a loader that can load a file again after it failed. */
export const fetchCode = (): Plugin => ({
  name: 'countersign-fetch-code',
  apply: 'build',
  transform: (_code, id) => (LOADER.test(id) ? { code: CODE, map: null } : undefined),
})

/** Vite names what a file imports, and the file itself only beside others. */
export const listFiles = (file: string, imported: readonly string[]): string[] => [...new Set([file, ...imported])]
