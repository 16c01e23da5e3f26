import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listProse } from './document-text.ts'
import { type TrackedFile, trackedFiles } from './tracked-files.ts'
import { VAGUE } from './vague.ts'

/** A comment that begins so is a fragment: it states neither a guarantee nor a reason. */
const FRAGMENT =
  /^(What|Whatever|Whether|Whoever|Whom|Whose|Which|Who|How|Why|When|Where|Wherever|So long as|For so long|That) /
/** The vague lines of documents that are left. The number only falls: a change that rewrites one lowers it. */
const VAGUE_LINES_MAX = 18
/** Texts of the program and of its databases; invented users wrote the posts of the demo. */
const PROGRAM =
  /^(src|tools|platform-kit\/src|console\/src|db|demo|examples|policies|bin)\/.*\.(ts|tsx|sql|yaml|css|mjs|js)$/
const NO_PROGRAM = /\.test\.tsx?$|\.gen\.ts$|^demo\/(texts-|posts-)/
/** A user of the operating system. */
const NO_TEXT = "const FALLBACK_USER = 'nobody'"

interface Comment {
  place: string
  text: string
}

const GENERATED = /\.gen\.ts$/
const CODE = /^(src|platform-kit|console|test|bench|demo|tools|db)\/.*\.(ts|tsx|sql|js|mjs)$/

/** The marks with which a line of a comment begins, and the end of a block. */
const LINE = /^(?:--|\/\/)\s?(?<text>.*)$/
const BLOCK_LINE = /^(?:\/\*+|\*)\s?(?<text>.*?)\s*(?:\*\/)?$/

/** The comments of a file, each with all of its lines joined. */
function listComments({ path, text }: TrackedFile): Comment[] {
  const comments: Comment[] = []
  let open: Comment | undefined
  let inBlock = false
  for (const [place, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    const begins = line.startsWith('/*')
    const said = (inBlock || begins ? BLOCK_LINE : LINE).exec(line)?.groups?.text
    if (said === undefined && !inBlock) {
      open = undefined
      continue
    }
    if (begins || open === undefined) {
      open = { place: `${path}:${place + 1}`, text: '' }
      comments.push(open)
    }
    open.text = `${open.text} ${said ?? ''}`.trim()
    inBlock = (inBlock || begins) && !line.endsWith('*/')
    if (!inBlock && line.endsWith('*/')) open = undefined
  }
  return comments
}

const code = () => trackedFiles(CODE).filter(({ path }) => !GENERATED.test(path))

test('no comment begins as a fragment', () => {
  const fragments = code()
    .flatMap(listComments)
    .filter(({ text }) => FRAGMENT.test(text))
  assert.deepEqual(
    fragments.map(({ place, text }) => `${place}: ${text}`),
    [],
  )
})

test('no comment is vague', () => {
  const vague = code()
    .flatMap(listComments)
    .filter(({ text }) => VAGUE.test(text))
  assert.deepEqual(
    vague.map(({ place, text }) => `${place}: ${text}`),
    [],
  )
})

test('no line of the program is vague', () => {
  const vague = trackedFiles(PROGRAM)
    .filter(({ path }) => !NO_PROGRAM.test(path))
    .flatMap(({ path, text }) => text.split('\n').map((line, place) => `${path}:${place + 1}: ${line}`))
    .filter((line) => VAGUE.test(line) && !line.endsWith(NO_TEXT))
  assert.deepEqual(vague, [])
})

/** Private words of earlier versions, which the glossary replaces by standard terms. */
const PRIVATE =
  /\b(campaigns?|waves?|lesser measures?|darken(?:s|ed|ing)?|taken dark|second[ _]?looks?|judged unseen|preservation holds?|chores?|make_?due|keep-?house|houses?|due rows?|escrow|holds? still|holds? alone|planned once|brakes|referees?|findings|(?:a|an|the|its|own|no|each|every|first) finding)\b/i
/** Colours of the console and of pages may be dark; an account is offline. */
const DARK = /\bdark(?:er|ness)?\b/i
const COLOUR = /light|scheme|contrast|surfaces|^dark: \{|^"dark": "(dark|dunkel)"/i
/** `target` meant the desired state of a subject. The word is a term of the DOM, links, SCIM, LibreTranslate, Prometheus, pgBackRest. */
const TARGET = /\btargets?\b/i
const TARGET_ALLOWED =
  /^messages\/(en|de)\/server\/directory\.json|^src\/foundation\/store\/embedded\/|^src\/admin\/directory\/patch|^src\/foundation\/connector\/libre-|^docs\/how-to\/(back-up|observe)\.md$/
/** Functions named for talking or storing, where the field has exact verbs. `keepAlive` is the term of sockets. */
const PRIVATE_FUNCTION = /\b(?:function|const) (?:say|tell|keep|whyNot)(?:[A-Z]\w*)?(?:\(| = (?:async )?\()/
const PRIVATE_FUNCTION_ALLOWED = /\bkeepAlive\b/
/** Invented users speak of brakes and referees in the posts and reports of the demo. This folder lists the words. */
const PRIVATE_ALLOWED = /^(demo\/texts-|tools\/demo\/demo-steps|test\/structure\/)/
const WRITTEN =
  /^((src|tools|platform-kit|console|db|demo|bench|messages|docs|decisions|policies|examples|test)\/|[A-Z]+\.md$)/
const IN_PLAIN_TEXT = /^(db|messages|docs|decisions|policies|src|platform-kit)\//

test('no line uses a word that the glossary replaces', () => {
  const lines = trackedFiles(WRITTEN)
    .filter(({ path }) => /\.(tsx?|sql|json|md|css|yaml)$/.test(path) && !/\.gen\.ts$/.test(path))
    .filter(({ path }) => !PRIVATE_ALLOWED.test(path))
    .flatMap(({ path, text }) => text.split('\n').map((line, place) => ({ path, place, line: line.trim() })))
  const found = lines.filter(
    ({ path, line }) =>
      PRIVATE.test(line) ||
      (PRIVATE_FUNCTION.test(line) && !PRIVATE_FUNCTION_ALLOWED.test(line)) ||
      (DARK.test(line) && !COLOUR.test(line)) ||
      (TARGET.test(line) && IN_PLAIN_TEXT.test(path) && !TARGET_ALLOWED.test(path)),
  )
  assert.deepEqual(
    found.map(({ path, place, line }) => `${path}:${place + 1}: ${line}`),
    [],
  )
})

/** Made from texts of the program, which the check above counts. */
const GENERATED_PAGES = /^docs\/reference\/(alerts|commands|environment|guard-facts|jobs)\.md$/

test('documents have no more vague lines than before', () => {
  const vague = trackedFiles(/^(README|ARCHITECTURE|SECURITY|CONTRIBUTING|docs\/.*|decisions\/.*)\.md$/)
    .filter(({ path }) => !GENERATED_PAGES.test(path))
    .flatMap((file) => listProse(file).map(({ line, number }) => `${file.path}:${number}: ${line}`))
    .filter((line) => VAGUE.test(line))
  assert.ok(vague.length <= VAGUE_LINES_MAX, `${vague.length} lines:\n${vague.join('\n')}`)
})
