import type { Capabilities, SubjectFacts } from '@countersign/platform-kit'
import type { Connector } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { attempt, failed, type FindFix, passed, type Step, skipped, warned } from './step.ts'

/** The subjects whose reads are tried, by the platform's own ids. */
export interface KnownSubjects {
  account?: string | undefined
  content?: string | undefined
}

interface Reading extends KnownSubjects {
  connector: Connector
  findFix: FindFix
  /** The id of an account that no platform of this kind has. */
  absentAccount: string
}

const NO_ACCOUNT = 'Name an account of the platform with --account to try this read.'
const NO_CONTENT = 'Name a content of the platform with --content to try this read.'
const WRONG_ID = "Name the subject by the platform's own id."
const ASK_WHO = 'Ask the platform which people and programs can act there without the desk.'

/** Checks the credentials. They count when the platform answers a read of an account that it can't have. */
export async function checkCredentials({ connector, findFix, absentAccount }: Reading): Promise<Step> {
  const read = async () => {
    await connector.capabilities()
    return connector.readBack({ kind: 'account', id: absentAccount })
  }
  return attempt('credentials', findFix, read, (found) =>
    found === undefined
      ? passed('credentials', 'The platform accepts the credentials.')
      : warned(
          'credentials',
          `The platform answers for the account ${absentAccount}, which no platform has.`,
          'It must answer that it has no such account. Otherwise a mistyped id looks like a real one.',
        ),
  )
}

/** Tries each read that the desk makes. Nothing is changed. */
export async function checkReads(reading: Reading): Promise<Step[]> {
  const { connector, findFix, account, content } = reading
  const offered = (await connector.capabilities()).accountReads
  const steps =
    account === undefined
      ? ['facts', 'read_back', 'profile', 'recent_posts'].map((id) => skipped(id, 'No account was named.', NO_ACCOUNT))
      : await checkAccount(reading, { kind: 'account', id: account }, offered)
  const contentSteps =
    content === undefined
      ? [skipped('content', 'No content was named.', NO_CONTENT)]
      : await checkContent(reading, { kind: 'content', id: content })
  const actors = await attempt(
    'actors',
    findFix,
    async () => connector.actors?.(),
    (found) =>
      found === undefined
        ? warned('actors', 'The platform does not list who can act there without the desk.', ASK_WHO)
        : passed('actors', `${found.length} people and programs can act there without the desk.`),
  )
  return [...steps, ...contentSteps, actors]
}

async function checkAccount(
  { connector, findFix }: Reading,
  account: Subject,
  offered: Capabilities['accountReads'],
): Promise<Step[]> {
  const missing = (id: string) => failed(id, `The platform has no account ${account.id}.`, WRONG_ID)
  const facts = await attempt(
    'facts',
    findFix,
    () => connector.facts(account),
    (found) => (found === undefined ? missing('facts') : judgeFacts(found)),
  )
  const readBack = await checkReadBack({ connector, findFix }, account, missing)
  const profile = await attempt(
    'profile',
    findFix,
    async () => (isOffered(offered, 'profile') ? connector.profile?.(account) : 'absent'),
    (found) =>
      found === 'absent' ? notOffered('profile') : found ? passed('profile', 'It was read.') : missing('profile'),
  )
  const posts = await attempt(
    'recent_posts',
    findFix,
    async () => (isOffered(offered, 'recent_posts') ? connector.recentPosts?.(account) : 'absent'),
    (found) => {
      if (found === 'absent') return notOffered('recent_posts')
      return found ? passed('recent_posts', `${found.posts.length} were read.`) : missing('recent_posts')
    },
  )
  return [facts, ...readBack, profile, posts]
}

/** A platform that lists its reads offers no other. */
const isOffered = (offered: Capabilities['accountReads'], read: 'profile' | 'recent_posts'): boolean =>
  offered === undefined || offered.includes(read)

const notOffered = (id: string): Step =>
  skipped(id, 'The platform does not offer this read. Reviewers decide without it.')

function judgeFacts({ account }: SubjectFacts): Step {
  const facts = Object.entries({
    ...{ reach: account.reach, verified: account.verified },
    ...{ tags: account.tags, createdAt: account.createdAt },
  })
  const unknown = facts.filter(([, value]) => value === null).map(([name]) => name)
  const absent = facts.filter(([, value]) => value === 'absent').map(([name]) => name)
  const read = `The facts of ${account.handle} were read.`
  const found = absent.length === 0 ? read : `${read} The platform has no ${absent.join(', ')}.`
  if (unknown.length === 0) return passed('facts', found)
  const fix = 'Guards take an unknown fact at its strictest. Make the platform answer it, or declare it absent.'
  return warned('facts', `${found} Unknown now: ${unknown.join(', ')}.`, fix)
}

/** Reads an account back as after an effect, and opens its public page. */
async function checkReadBack(
  { connector, findFix }: Pick<Reading, 'connector' | 'findFix'>,
  account: Subject,
  missing: (id: string) => Step,
): Promise<Step[]> {
  let visit = skipped('visit', 'The platform names no public page of the account.')
  const readBack = await attempt(
    'read_back',
    findFix,
    async () => {
      const found = await connector.readBack(account)
      if (found?.address !== undefined && connector.visit !== undefined)
        visit = judgeVisit(await connector.visit(found.address, account), found.state.visible)
      return found
    },
    (found) =>
      found
        ? passed('read_back', `The account is ${found.state.visible ? 'online' : 'offline'}.`)
        : missing('read_back'),
  )
  return [readBack, visit]
}

function judgeVisit(visit: 'shown' | 'not_shown' | 'unknown', isVisible: boolean): Step {
  if (visit === 'unknown')
    return warned('visit', 'Its public page could not be opened.', 'Let the desk open public pages without signing in.')
  if ((visit === 'shown') === isVisible) return passed('visit', 'Its public page agrees with the read-back.')
  const found = `Its public page is ${visit === 'shown' ? 'shown' : 'not shown'}, and the read-back says otherwise.`
  return failed('visit', found, 'Correct the read-back or the address: restores are judged by both.')
}

async function checkContent({ connector, findFix }: Reading, content: Subject): Promise<Step[]> {
  let reference = undefined as string | undefined
  const facts = await attempt(
    'content',
    findFix,
    () => connector.facts(content),
    (found) => {
      if (found?.content === undefined) return failed('content', `There is no content ${content.id}.`, WRONG_ID)
      reference = found.content.media?.find((medium) => medium.class !== 'restricted')?.reference
      return passed('content', `The content and its author ${found.account.handle} were read.`)
    },
  )
  if (reference === undefined) return [facts, skipped('media', 'The content has no media that the desk shows.')]
  const medium = reference
  const media = await attempt(
    'media',
    findFix,
    () => connector.media(content, medium),
    (found) =>
      found
        ? passed('media', `${found.bytes.length} bytes of ${found.mediaType} were read.`)
        : failed(
            'media',
            'The platform has no such medium.',
            'Answer the references that the facts of a content name.',
          ),
  )
  return [facts, media]
}
