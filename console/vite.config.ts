import { dirname, join } from 'node:path'
import { constants, brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { requestEarly } from './preload.ts'

/** The files worth compressing: the others are small already. */
const COMPRESSED = /\.(js|css|html|svg)$/

/** Writes each file a second and a third time, compressed, so that the desk has nothing to do but send it. */
const compressed = (): Plugin => ({
  name: 'countersign-compressed',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!COMPRESSED.test(fileName)) continue
        const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source)
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(bytes, quality) })
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(bytes) })
      }
    },
  },
})

/** The modules that the first page needs: the entry and all that it imports, and not what a page loads on use. */
const FIRST = new Set<string>()

/** Packages whose index passes on hundreds of modules. Who imports a name of one needs the module of that name alone. */
const INDEXES: Readonly<Record<string, RegExp>> = {
  '@mantine/core': /@mantine\/core\/esm\/index\.mjs$/,
  '@mantine/hooks': /@mantine\/hooks\/esm\/index\.mjs$/,
}

const IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g

/** The names that a module imports from a package or a file. */
const listImports = (code: string): { names: string[]; from: string }[] =>
  [...code.matchAll(IMPORT)].map(([, names = '', from = '']) => ({
    names: names.split(',').map((name) => name.split(' as ')[0]?.trim() ?? ''),
    from,
  }))

/** The modules that an importer needs of those that it names: of an index only those whose names it imports. */
function listNeeded(code: string, importedIds: readonly string[], codeOf: (id: string) => string): string[] {
  const imports = listImports(code)
  return importedIds.flatMap((id) => {
    const [name] = Object.entries(INDEXES).find(([, index]) => index.test(id)) ?? []
    if (name === undefined) return [id]
    const wanted = new Set(imports.filter(({ from }) => from === name).flatMap(({ names }) => names))
    return listImports(codeOf(id))
      .filter(({ names }) => names.some((each) => wanted.has(each)))
      .map(({ from }) => join(dirname(id), from))
  })
}

const findFirst = (): Plugin => ({
  name: 'countersign-first-load',
  apply: 'build',
  buildEnd() {
    FIRST.clear()
    const codeOf = (id: string) => this.getModuleInfo(id)?.code ?? ''
    const open = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry)
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (FIRST.has(id)) continue
      FIRST.add(id)
      open.push(...listNeeded(codeOf(id), this.getModuleInfo(id)?.importedIds ?? [], codeOf))
    }
  },
})

/** Modules that several pages may share. */
const SHARED =
  /console\/src\/(components|api|insights\/format-|[\w-]+\/queries)|@mantine\/(core|hooks)\/|@floating-ui\//

/**
 * The code of the first page is one file, which a browser keeps between pages: a file per module would be a hundred
 * requests a page. The components that several pages load on use are one file too. Modules of a page are not part of
 * it: some name texts that only their page loads.
 */
const GROUPS = [
  { name: 'first', test: (id: string) => FIRST.has(id), priority: 2 },
  { name: 'components', test: SHARED, minShareCount: 2, priority: 1 },
  // People and the page of a person share these.
  { name: 'team', test: /console\/src\/team\//, minShareCount: 2, priority: 0 },
]

/** `npm run dev` (test/dev/main.ts) runs the desk at this address. The desk checks Host, so the proxy keeps the browser's name. */
const DESK = { target: 'http://127.0.0.1:4184', changeOrigin: false }
/** Requests to these paths go to the desk and not to Vite. */
const DESK_PATHS = '^/(v1|scim|docs|healthz|readyz)(/|$|\\?)'

export default defineConfig({
  server: { host: 'localhost', port: 4182, strictPort: true, proxy: { [DESK_PATHS]: DESK } },
  plugins: [react(), findFirst(), requestEarly(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
})
