import assert from 'node:assert/strict'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { type TrackedFile, trackedFiles } from './tracked-files.ts'

const SRC = 'console/src/'
/** Pages: a folder each, of one place a person goes to. */
const PAGES = [
  'start',
  'queue',
  'notices',
  'opening',
  'orders',
  'review',
  'channels',
  'connectors',
  'countersign',
  'live',
  'account',
  'enforcement',
  'bulk-actions',
  'search',
  'guards',
  'api-keys',
  'automation',
  'changes',
  'team',
  'incident',
  'drills',
  'exceptions',
  'decisions',
  'insights',
  'transparency',
  'organisation',
  'ledger',
  'sign-in',
  'enrol',
  'signing',
  'inbox',
  'law',
  'me',
  'help',
  'design',
]
const BELOW = ['shell', 'api', 'words']

/** The permitted imports of the console. A page never imports another: code that two pages share is in components. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  main: ['routes', 'components', ...BELOW],
  routes: [...PAGES, 'frame', 'components', ...BELOW],
  frame: ['components', ...BELOW],
  ...Object.fromEntries(PAGES.map((page) => [page, ['components', ...BELOW]])),
  components: BELOW,
  shell: ['api', 'words'],
  words: ['api'],
  api: [],
}
/** Packages that one folder alone may use, so that there is one place where it is done. */
const ONE_PLACE: Record<string, readonly string[]> = { 'openapi-fetch': ['api'], 'react-dom/client': ['main'] }

const STATEMENT = /^(?:import|export)\s+(?:type\s)?(?:[^'"]*?\sfrom\s+)?'(?<target>[^']+)'|import\('(?<lazy>[^']+)'/gm

const roomOf = (path: string): string =>
  path
    .slice(SRC.length)
    .split('/')[0]
    ?.replace(/\.tsx?$/, '') ?? ''

function importsOf({ path, text }: TrackedFile): { path: string; room: string; target: string }[] {
  return [...text.matchAll(STATEMENT)].map(({ groups }) => {
    const to = groups?.target ?? groups?.lazy ?? ''
    const target = to.startsWith('.') ? roomOf(normalize(join(dirname(path), to))) : to
    return { path, room: roomOf(path), target }
  })
}

const files = () => trackedFiles(/^console\/src\/.*\.tsx?$/)

test('console folders import only what the table of imports allows', () => {
  const offences = files()
    .flatMap(importsOf)
    .filter(({ room, target }) => target !== room)
    .filter(({ room, target }) =>
      target in MAY_IMPORT ? !MAY_IMPORT[room]?.includes(target) : ONE_PLACE[target]?.includes(room) === false,
    )
  assert.deepEqual(offences, [])
})

test('every folder of the console is in the table', () => {
  const rooms = new Set(files().map(({ path }) => roomOf(path)))
  assert.deepEqual([...rooms].sort(), Object.keys(MAY_IMPORT).sort())
})

/** The text of an element: before its closing tag, or between its opening tag and an expression. */
const TEXT_AT_END = /[>}]\s*(?<said>[^<>{}()=;&|?:']*[A-Za-z]{2}[^<>{}()=;&|?:']*?)\s*<\/[\w.]*>/g
const TEXT_AT_START = /<[A-Za-z][\w.]*(?:\s[^<>]*)?>\s*(?<said>[^<>{}()=;&|?:'/]*[A-Za-z]{2}[^<>{}()=;&|?:'/]*?)\s*\{/g
/** The properties of components that people read or hear, given as a string. */
const PROPERTY_TEXT =
  /\s(?:title|label|placeholder|aria-label|description|alt|legend|error|button|showLabel|hideLabel)=(?:"|\{['`])(?<said>[^"'`$]*[A-Za-z][^"'`$]*)/g
/** Names that are the same in every language: of a hash, a key on the keyboard, a command. The list only shrinks. */
const SAME_EVERYWHERE = ['SHA-256', 'Enter']

test('no text that people read stands outside of the catalogue', () => {
  const offences = files()
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) =>
      [TEXT_AT_END, TEXT_AT_START, PROPERTY_TEXT].flatMap((pattern) =>
        [...text.matchAll(pattern)].map(({ groups }) => ({ path, said: groups?.said ?? '' })),
      ),
    )
  const said = new Set(offences.map((offence) => offence.said))
  assert.deepEqual(
    offences.filter((offence) => !SAME_EVERYWHERE.includes(offence.said)),
    [],
  )
  assert.deepEqual(
    SAME_EVERYWHERE.filter((name) => !said.has(name)),
    [],
  )
})

test('the router loads page code before it renders', () => {
  const routes = files().filter(({ path }) => path.startsWith(`${SRC}routes/`))
  const pages = routes.flatMap(({ path, text }) =>
    [...text.matchAll(/const (\w+) = (?:readFirst|readWithTexts)\(/g)].map(([, page]) => ({ path, text, page })),
  )
  const unread = pages
    .filter(({ text, page }) => !text.includes(`shown(${page}, `))
    .map(({ path, page }) => [path, page])
  const waited = routes.filter(({ text }) => /\blazy\w*\(/.test(text)).map(({ path }) => [path, 'lazy'])
  assert.ok(pages.length > 0)
  assert.deepEqual([...unread, ...waited], [])
})
