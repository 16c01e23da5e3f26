import { constants, brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

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

/**
 * Code that several pages share comes in two files, the libraries' and the console's own, which a browser keeps between
 * pages: a file per module would be a hundred requests a page. What only some pages load on use stays apart: charts, and
 * each language's texts.
 */
const LIBRARIES = ['core', 'hooks', 'store', 'spotlight']
  .map((part) => `@mantine/${part}`)
  .concat('@tabler', '@tanstack', '@floating-ui', '@formatjs', 'intl-messageformat', 'openapi-fetch', 'clsx')
  .concat('react', 'react-dom', 'scheduler', 'use-sync-external-store', 'react-remove-scroll', 'react-number-format')
const OWN = /console\/src\/(?!words\/(texts-|page-texts-|pseudo))/
const SHARED = [
  { name: 'libraries', test: new RegExp(`node_modules/(${LIBRARIES.join('|')})/`), minShareCount: 2, priority: 2 },
  // A module of fewer pages is no part of the first load, for which the console has a limit.
  { name: 'shared', test: OWN, minShareCount: 3, priority: 1 },
]

/** `npm run dev` (test/dev/main.ts) runs the desk at this address. The desk checks Host, so the proxy keeps the browser's name. */
const DESK = { target: 'http://127.0.0.1:4184', changeOrigin: false }
/** Requests to these paths go to the desk and not to Vite. */
const DESK_PATHS = '^/(v1|scim|docs|healthz|readyz)(/|$|\\?)'

export default defineConfig({
  server: { host: 'localhost', port: 4182, strictPort: true, proxy: { [DESK_PATHS]: DESK } },
  plugins: [react(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: SHARED } } },
  },
})
