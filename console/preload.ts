import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import { rolesOfPage } from './src/components/page-roles.ts'
import { EARLY_PATHS } from './src/start/early-paths.ts'

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
  return routes
}

/** The page of a case at each path, whose decision a wide window shows at once (review/case-page.tsx). */
const CASE_PATHS = ['/review/*', '/cases/*']
const BESIDE_EVIDENCE = { file: '/src/review/beside-evidence.tsx', window: '(min-width: 1181px)' }

type Bundle = Rolldown.OutputBundle

/** The chunk that has a module, and all that it imports. */
function listChunks(bundle: Bundle, file: string | undefined): string[] {
  if (file === undefined) return []
  const [first] = Object.values(bundle).flatMap((each) =>
    each.type === 'chunk' && each.moduleIds.some((id) => id.endsWith(file)) ? [each.fileName] : [],
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

/** The evidence appears with the profile above it, and the decision with the look-alikes: a button must not move. */
const CASE = ['/v1/cases/*', '/v1/cases/*/profile', '/v1/cases/*/lookalikes']

/**
 * The first data of a page, as the console asks for it: * is the last part of the address. Who has no role of the page
 * asks for none of it. A test opens these pages and finds no request twice.
 */
const DATA: Readonly<Record<string, readonly string[]>> = {
  '/start': Object.values(EARLY_PATHS),
  '/queue': ['/v1/cases?state=open&sort=priority&limit=50'],
  '/live': ['/v1/live', '/v1/alerts?unseen=true'],
  ...Object.fromEntries(CASE_PATHS.map((path) => [path, CASE])),
  '/countersign': ['/v1/approvals'],
}
/** The roles of each of these pages; of the start page, those whose panels show this. */
const ROLES = {
  ...Object.fromEntries(Object.keys(DATA).map((path) => [path, rolesOfPage(path)])),
  '/start': ['reviewer', 'senior'],
}
/** The roles that see cases and enforcements at any time. All others see them on shift. */
const WATCHES = ['policy', 'auditor']
/** The pages for people who are not signed in. */
const SIGNED_OUT = ['/sign-in', '/enrol']

/**
 * Requests the texts in the language of the person, the code of the page and its first data at once with the first code,
 * which would name them only after it has run. The caller has no times, and a browser takes tens of milliseconds to tell
 * its time zone: that waits until the page was painted. The rules are those of src/words/language.ts and shell/send-language.ts:
 * a wrong guess costs a request.
 */
const REQUEST = (files: readonly string[], texts: object, pages: object, beside: readonly number[]): string => `
{
  const files = ${JSON.stringify(files)}
  const texts = ${JSON.stringify(texts)}
  const pages = ${JSON.stringify(pages)}
  const beside = ${JSON.stringify(beside)}
  const data = ${JSON.stringify(DATA)}
  const roleNames = ${JSON.stringify(ROLES)}
  const path = location.pathname === '/' ? '/start' : location.pathname
  const last = path.slice(path.lastIndexOf('/') + 1)
  const pattern = path in pages ? path : path.slice(0, -last.length) + '*'
  const page = pages[pattern] ?? [0]
  const tags = [localStorage.getItem('countersign-language') ?? '', ...navigator.languages]
  const language = tags.map((tag) => tag.slice(0, 2)).find((tag) => tag in texts) ?? 'en'
  const [hasTexts, ...code] = page
  const more = ${JSON.stringify(CASE_PATHS)}.includes(pattern) && matchMedia('${BESIDE_EVIDENCE.window}').matches ? beside : []
  for (const index of [...texts[language][0], ...(hasTexts ? texts[language][1] : []), ...code, ...more]) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: files[index] }))
  }
  const headers = { 'accept-language': language, 'countersign-idle': '0' }
  const send = (url, more) => fetch(url, { headers: { ...headers, ...more } }).catch(() => undefined)
  const me = ${JSON.stringify(SIGNED_OUT)}.includes(path) ? undefined : send('/v1/me')
  const ask = (url) => {
    const zone = localStorage.getItem('countersign-time-zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone
    return send(url, { 'countersign-time-zone': zone })
  }
  const caller = me?.then((answer) => (answer?.ok ? answer.clone().json() : undefined)).catch(() => undefined)
  const isSeen = ({ roles, shift }) =>
    roles.some((role) => (roleNames[pattern] ?? [role]).includes(role)) &&
    (shift.onShift || roles.some((role) => ${JSON.stringify(WATCHES)}.includes(role)))
  const own = me && location.search === '' && /^\\w+$/.test(last) ? (data[pattern] ?? []) : []
  window.earlyAnswers = {
    ...(me && { '/v1/me': me }),
    ...Object.fromEntries(
      own
        .map((each) => each.replace('*', last))
        .map((url) => [url, caller.then((mine) => (mine && isSeen(mine) ? ask(url) : undefined))]),
    ),
  }
}
`

const STYLESHEET = /\s*<link rel="stylesheet"[^>]*>/

/**
 * Moves the stylesheet below the mark that is shown while the page loads: the browser paints the mark without waiting for
 * it. The code of the console still waits, so nothing is ever shown without its styles.
 */
function afterTheMark(html: string): string {
  const [link] = STYLESHEET.exec(html) ?? []
  if (link === undefined) throw new Error('the page of the console names no stylesheet')
  return html.replace(link, '').replace('<div id="root">', () => `${link.trim()}\n    <div id="root">`)
}

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
      const isFirst = (name: string) => /\/(first|libraries|rolldown-runtime)-/.test(name)
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
      const beside = indexesOf(listChunks(built, BESIDE_EVIDENCE.file))
      // Before the stylesheet, for which a later script would wait.
      const withScript = html.replace(
        '<script type="module"',
        () => `<script>${REQUEST(files, texts, pages, beside)}</script><script type="module"`,
      )
      return afterTheMark(withScript)
    },
  },
})
