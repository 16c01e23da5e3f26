import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { createContext, type Module, SourceTextModule } from 'node:vm'

/** What workers, Deno, Bun and browsers have in common, and all that the kit may use. No Buffer, process or require. */
const WEB = { crypto, TextEncoder, TextDecoder, Headers, atob, btoa, structuredClone }
const DIST = new URL('../dist/', import.meta.url)

/** A whole platform, as a worker would have it: answers one call. */
const PROGRAM = `
import { createPlatform, memoryStore } from './index.js'
const { authority, secret, call, nowMs, subject, state } = given
const store = memoryStore([[subject, { state }]])
const platform = createPlatform({
  secrets: [secret],
  clock: { now: () => new Date(nowMs) },
  store,
  authority,
  handlers: {
    read: (tx, about) => ({ state: tx.find(about).state, reach: 5 }),
    write: (tx, about, target) => tx.put(about, { state: target }),
    warn() {}, facts() {}, capabilities() {},
    protects: () => 2,
  },
})
export const answer = await platform.handle(call)
export const visible = store.find(subject).state.visible
`

/** Reads what is given on standard input, runs the built kit where there is nothing but the web's own, and says its answer. */
const context = createContext({ ...WEB, given: JSON.parse(await text(process.stdin)) })
const modules = new Map<string, Module>()

async function link(specifier: string): Promise<Module> {
  if (!specifier.startsWith('./')) throw new Error(`The kit imports ${specifier}.`)
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
console.log(JSON.stringify(program.namespace))
