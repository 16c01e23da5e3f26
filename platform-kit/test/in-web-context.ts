import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { createContext, type Module, SourceTextModule } from 'node:vm'

/**
 * The part that workers, Deno, Bun and browsers have in common, and all that the kit may use. No Buffer, process or
 * require.
 */
const WEB = { crypto, TextEncoder, TextDecoder, Headers, atob, btoa, structuredClone }
const DIST = new URL('../dist/', import.meta.url)
const PROGRAM = `
import * as kit from './index.js'
import { play } from '../test/play.js'
export const told = await play(kit, given)
`

/** Reads what is given on standard input, runs the built kit where there is nothing but the web's own, and says what it told. */
const context = createContext({ ...WEB, given: JSON.parse(await text(process.stdin)) })
const modules = new Map<string, Module>()

async function link(specifier: string): Promise<Module> {
  if (!specifier.startsWith('./') && specifier !== '../test/play.js') throw new Error(`The kit imports ${specifier}.`)
  const known = modules.get(specifier)
  if (known) return known
  const module = new SourceTextModule(await readFile(new URL(specifier, DIST), 'utf8'), {
    context,
    identifier: specifier,
  })
  modules.set(specifier, module)
  return module
}

const program = new SourceTextModule(PROGRAM, { context, identifier: 'program' })
await program.link(link)
await program.evaluate()
console.log(JSON.stringify((program.namespace as { told: string[] }).told))
