import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { findNeeded, GROUPS } from './chunks.ts'
import { compactTexts } from './compact-texts.ts'
import { fetchCode, listFiles } from './fetch-code.ts'
import { inlineSmallFiles } from './inline-small-files.ts'
import { leanLibrary } from './lean-library.ts'
import { requestEarly } from './preload.ts'
import { stableIds } from './stable-ids.ts'

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

/** `npm run dev` (test/dev/main.ts) runs the desk at this address. The desk checks Host, so the proxy keeps the browser's name. */
const DESK = { target: 'http://127.0.0.1:4184', changeOrigin: false }
/** Requests to these paths go to the desk and not to Vite. */
const DESK_PATHS = '^/(v1|scim|docs|healthz|readyz)(/|$|\\?)'

export default defineConfig({
  server: { host: 'localhost', port: 4182, strictPort: true, proxy: { [DESK_PATHS]: DESK } },
  plugins: [
    compactTexts(),
    stableIds(),
    leanLibrary(),
    react(),
    findNeeded(),
    inlineSmallFiles(),
    fetchCode(),
    requestEarly(),
    compressed(),
  ],
  // Texts are parsed by the build.
  resolve: { alias: { '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // One stylesheet: those of single pages are a kilobyte, and each would be a request.
    cssCodeSplit: false,
    modulePreload: { polyfill: false, resolveDependencies: listFiles },
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
})
