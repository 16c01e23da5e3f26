import type { Plugin } from 'vite'

const FILE = /@mantine\/core\/esm\/components\/ScrollArea\/ScrollArea\.mjs$/
const IMPORT = /import \{ useMergeRefs \} from "@floating-ui\/react";/

const OWN = `import { useMergedRef } from '@mantine/hooks'
const useMergeRefs = (refs) => useMergedRef(...refs)
`

/**
 * Has the scroll areas of the component library join their references with its own hook. They import one function of
 * the package that places menus, which the first page doesn't need.
 */
export const leanLibrary = (): Plugin => ({
  name: 'countersign-lean-library',
  transform(code, id) {
    if (!FILE.test(id)) return undefined
    if (!IMPORT.test(code)) this.error('@mantine/core joins references in a new way: change console/lean-library.ts')
    return { code: code.replace(IMPORT, OWN), map: null }
  },
})
