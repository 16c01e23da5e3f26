import type { Plugin, Rolldown } from 'vite'

type Chunk = Rolldown.OutputChunk

const RUNTIME = /^assets\/rolldown-runtime-/
const IMPORT_OF_RUNTIME = /import\{([^}]*)\}from"\.\/rolldown-runtime-[^"]*";/
const EXPORTS = /export\{([^}]*)\};?\s*$/
/** A file that only passes on the names of another. */
const FACADE = /^export\{([^}]*)\}from"\.\/([^"]+)";?\s*$/

/** "s as n" has the names s and n, and "n" has n twice. */
const readNames = (list: string): [string, string][] =>
  list.split(',').map((each) => {
    const [one = '', other = one] = each.trim().split(' as ')
    return [one, other]
  })

/**
 * Copies the bundler's helpers, some hundred bytes of functions without state, into each file that uses them, and leaves
 * out files that only pass on names. Each would be a request of every page.
 */
export const inlineSmallFiles = (): Plugin => ({
  name: 'countersign-inline-small-files',
  apply: 'build',
  generateBundle: {
    order: 'pre',
    handler(_options, bundle: Rolldown.OutputBundle) {
      const chunks = Object.values(bundle).filter((each) => each.type === 'chunk')
      for (const chunk of chunks) if (RUNTIME.test(chunk.fileName)) copyRuntime(chunk, chunks)
      for (const chunk of chunks) if (FACADE.test(chunk.code) && !chunk.isEntry) leaveOut(chunk, chunks)
      for (const { fileName, code, isEntry } of chunks)
        if (RUNTIME.test(fileName) || (FACADE.test(code) && !isEntry)) delete bundle[fileName]
    },
  },
})

function copyRuntime({ fileName, code }: Chunk, chunks: readonly Chunk[]): void {
  const [, exported = ''] = EXPORTS.exec(code) ?? []
  const helpers = readNames(exported).map(([own, name]) => `${name}:${own}`)
  const body = `(()=>{${code.replace(EXPORTS, '')}return{${helpers.join(',')}}})();`
  for (const chunk of chunks.filter(({ imports }) => imports.includes(fileName))) {
    const [whole, names] = IMPORT_OF_RUNTIME.exec(chunk.code) ?? []
    if (whole === undefined || names === undefined) throw new Error(`${chunk.fileName} imports helpers in a new form`)
    const taken = readNames(names).map(([name, own]) => `${name}:${own}`)
    chunk.code = chunk.code.replace(whole, () => `const{${taken.join(',')}}=${body}`)
    chunk.imports = chunk.imports.filter((name) => name !== fileName)
  }
}

/** Has each file that loads a facade on use load the file behind it, with the same names. */
function leaveOut({ fileName, code }: Chunk, chunks: readonly Chunk[]): void {
  const [, list = '', behind = ''] = FACADE.exec(code) ?? []
  const names = readNames(list).map(([own, name]) => `${name}:e.${own}`)
  const loaded = `import(\`./${behind}\`).then(e=>({${names.join(',')}}))`
  const call = `import(\`./${fileName.replace('assets/', '')}\`)`
  for (const chunk of chunks.filter(({ dynamicImports }) => dynamicImports.includes(fileName))) {
    if (!chunk.code.includes(call)) throw new Error(`${chunk.fileName} loads ${fileName} in a new form`)
    chunk.code = chunk.code.replaceAll(call, () => loaded)
    chunk.dynamicImports = chunk.dynamicImports.map((name) => (name === fileName ? `assets/${behind}` : name))
  }
}
