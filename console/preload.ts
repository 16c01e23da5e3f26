import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

const ROUTES = join(import.meta.dirname, 'src/routes')
const LANGUAGES = ['en', 'de'] as const
type Language = (typeof LANGUAGES)[number]

/** The code of one page, and whether texts of messages/*\/pages load with it. */
interface PageCode {
  /** Undefined: it is part of the first code. */
  file: string | undefined
  hasTexts: boolean
}

/** Reads which file has the code of the page at each path: /cases/$caseId is /cases/*. */
function readRoutes(): Map<string, PageCode> {
  const routes = new Map<string, PageCode>()
  for (const name of readdirSync(ROUTES).filter((each) => each.endsWith('.tsx'))) {
    const text = readFileSync(join(ROUTES, name), 'utf8')
    const codes = [...text.matchAll(/(readWithTexts|readFirst)\([\s\S]{0,40}?import\('\.\.\/([^']+)'\)/g)]
    const path = [...text.matchAll(/path: '(\/[^']+)'/g)].at(-1)?.[1]?.replaceAll(/\$\w+/g, '*')
    // A file with several pages has those that are seldom opened first.
    if (path === undefined || codes.length > 1) continue
    const [, kind, file] = codes[0] ?? []
    const hasTexts = text.includes('readWithTexts(')
    if (kind !== undefined || hasTexts) routes.set(path, { file: file && `/src/${file}`, hasTexts })
  }
  // The address without a page leads to the first one.
  const start = routes.get('/start')
  if (start !== undefined) routes.set('/', start)
  return routes
}

type Bundle = Rolldown.OutputBundle

/** The chunk that begins with a module, and all that it imports. */
function listChunks(bundle: Bundle, file: string | undefined): string[] {
  if (file === undefined) return []
  const [first] = Object.values(bundle).flatMap((each) =>
    each.type === 'chunk' && each.facadeModuleId?.endsWith(file) ? [each.fileName] : [],
  )
  const found = new Set<string>()
  const open = first === undefined ? [] : [first]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const chunk = bundle[name]
    if (found.has(name) || chunk?.type !== 'chunk') continue
    found.add(name)
    open.push(...chunk.imports)
  }
  return [...found]
}

const listTexts = (bundle: Bundle, kind: 'texts' | 'page-texts', language: Language): string[] =>
  listChunks(bundle, `/src/words/${kind}-${language}.ts`)

/**
 * Requests the texts in the language of the person and the code of the page at once with the first code, which would
 * name them only after it has run. The rules are those of src/words/language.ts: a wrong guess costs a request.
 */
const REQUEST = (files: readonly string[], texts: object, pages: object): string => `
{
  const files = ${JSON.stringify(files)}
  const texts = ${JSON.stringify(texts)}
  const pages = ${JSON.stringify(pages)}
  const path = location.pathname
  const page = pages[path] ?? pages[path.replace(/[^/]+$/, '*')] ?? [0]
  const tags = [localStorage.getItem('countersign-language') ?? '', ...navigator.languages]
  const language = tags.map((tag) => tag.slice(0, 2)).find((tag) => tag in texts) ?? 'en'
  const [hasTexts, ...own] = page
  for (const index of [...texts[language][0], ...(hasTexts ? texts[language][1] : []), ...own]) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: files[index] }))
  }
}
`

/** Writes the script that requests a page's files early into the page. */
export const requestEarly = (): Plugin => ({
  name: 'countersign-request-early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      if (bundle === undefined) return html
      const built = bundle as Bundle
      const files: string[] = []
      const isFirst = (name: string) => /\/first-/.test(name)
      const indexesOf = (names: readonly string[]) =>
        names
          .filter((name) => !isFirst(name))
          .map((name) => {
            if (!files.includes(`/${name}`)) files.push(`/${name}`)
            return files.indexOf(`/${name}`)
          })
      const texts = Object.fromEntries(
        LANGUAGES.map((language) => [
          language,
          [indexesOf(listTexts(built, 'texts', language)), indexesOf(listTexts(built, 'page-texts', language))],
        ]),
      )
      const pages = Object.fromEntries(
        [...readRoutes()].map(([path, { file, hasTexts }]) => [
          path,
          [hasTexts ? 1 : 0, ...indexesOf(listChunks(built, file))],
        ]),
      )
      // Before the stylesheet, for which a later script would wait.
      return html.replace('<script type="module"', `<script>${REQUEST(files, texts, pages)}</script>$&`)
    },
  },
})
