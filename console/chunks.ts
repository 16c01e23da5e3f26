import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const SOURCE = join(import.meta.dirname, 'src')
/** The pages that people open all day, and the sidebar. What they share is one file, which a browser keeps. */
const BUSY = ['queue/filters', 'live/live-page', 'team/team-page', 'countersign/countersign-page', 'frame/side']
/** The list of cases is the page that most people open first: its needs on a phone are part of the first code. */
const QUEUE_PAGE = 'queue/queue-page'
const CASE_PAGE = 'review/case-page'
/** All of a case but the evidence: a phone loads it after it has painted the evidence. */
const BESIDE_EVIDENCE = 'review/beside-evidence'

/** The modules that the first page needs: the entry and all that it imports, and not what a page loads on use. */
let first: ReadonlySet<string> = new Set()
let ofQueue: ReadonlySet<string> = new Set()
/** The modules that the busy pages need. */
let components: ReadonlySet<string> = new Set()
let ofCase: ReadonlySet<string> = new Set()
let besideEvidence: ReadonlySet<string> = new Set()

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

type ModuleInfo = (id: string) => { code?: string | null; importedIds: readonly string[] } | null

/** A module and all that it needs. */
function collectNeeded(from: readonly string[], infoOf: ModuleInfo): Set<string> {
  const needed = new Set<string>()
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (needed.has(id)) continue
    needed.add(id)
    const info = infoOf(id)
    open.push(...listNeeded(info?.code ?? '', info?.importedIds ?? [], (other) => infoOf(other)?.code ?? ''))
  }
  return needed
}

/** Finds out what each page needs, by which the code is divided. */
export const findNeeded = (): Plugin => ({
  name: 'countersign-needed',
  apply: 'build',
  buildEnd() {
    const infoOf: ModuleInfo = (id) => this.getModuleInfo(id)
    const ofPage = (page: string) => collectNeeded([join(SOURCE, `${page}.tsx`)], infoOf)
    first = collectNeeded(
      [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry),
      infoOf,
    )
    ofQueue = ofPage(QUEUE_PAGE)
    components = new Set(BUSY.flatMap((page) => [...ofPage(page)]))
    ofCase = ofPage(CASE_PAGE)
    besideEvidence = ofPage(BESIDE_EVIDENCE)
  },
})

/** Modules that several pages may share. */
const SHARED =
  /console\/src\/(components|api|insights\/format-|[\w-]+\/queries)|@mantine\/(core|hooks)\/|@floating-ui\//
/** The evidence has no fields. It shares a few small parts with the busy pages, which are no reason to load all of theirs. */
const isFirst = (id: string): boolean =>
  first.has(id) || (SHARED.test(id) && (ofQueue.has(id) || (ofCase.has(id) && components.has(id))))
const isOfCase = (id: string): boolean => SHARED.test(id) || /\/review\//.test(id)
const isSide = (id: string): boolean => id.startsWith(join(SOURCE, 'frame/side'))

/**
 * The files of the console, which a browser keeps between pages: a file for each module would be a hundred requests a
 * page. Libraries run in a task of their own, after which the browser paints and takes presses. The page of a case has
 * most of the components that few others use. Modules of other pages are no part of what pages share: some name texts
 * that only their page loads.
 */
export const GROUPS = [
  { name: 'libraries', test: (id: string) => isFirst(id) && id.includes('/node_modules/'), priority: 5 },
  { name: 'first', test: isFirst, priority: 4 },
  { name: 'components', test: (id: string) => components.has(id) && (SHARED.test(id) || isSide(id)), priority: 3 },
  { name: 'case-page', test: (id: string) => ofCase.has(id) && isOfCase(id), priority: 2 },
  { name: 'beside-evidence', test: (id: string) => besideEvidence.has(id) && isOfCase(id), priority: 2 },
  { name: 'parts', test: SHARED, minShareCount: 2, priority: 1 },
  // People and the page of a person share these.
  { name: 'team', test: /console\/src\/team\//, minShareCount: 2, priority: 0 },
]
