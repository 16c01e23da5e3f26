import type { Plugin } from 'vite'

const FILE = /@mantine\/hooks\/esm\/use-id\/use-id\.mjs$/
/** The step of the library that is left out. A version without it needs no change, and the build says so. */
const SECOND_ID = 'setUuid(randomId())'

const STABLE = `import { useId } from 'react'
const useStableId = (given) => {
  const own = useId()
  return typeof given === 'string' ? given : 'mantine-' + own.replace(/\\W/g, '')
}
export { useStableId as useId }
`

/**
 * Gives each field of the component library one id for good. The library replaces React's id by a random one after the
 * first render, and so renders every field of a page a second time, at once, before the reader can press anything.
 */
export const stableIds = (): Plugin => ({
  name: 'countersign-stable-ids',
  transform(code, id) {
    if (!FILE.test(id)) return undefined
    if (!code.includes(SECOND_ID))
      this.error('@mantine/hooks no longer makes a second id: remove console/stable-ids.ts')
    return { code: STABLE, map: null }
  },
})
