import { createHash } from 'node:crypto'
import { givenReport, send } from './desk-flow.ts'
import { givenKey } from './people.ts'
import type { WorkingDesk } from './working-desk.ts'

const BYTES = 'markerbytes'
const HASH = createHash('sha256').update(BYTES).digest('hex')
const REFERENCE = 'vault:markerreference'
/** The marks that no answer may contain: the reference, the hash, the author's description, the bytes. */
const MARKS = [
  'markerreference',
  HASH,
  'markeralt',
  BYTES,
  Buffer.from(BYTES).toString('base64'),
  Buffer.from(BYTES).toString('hex'),
]

/**
 * Restricted evidence on a post that the demo does not know, so that its facts are not read again; with every mark that
 * would betray it.
 */
export const RESTRICTED = {
  post: { kind: 'content', id: 'pills-9' },
  accountId: 'pills',
  words: 'markerwords',
  hash: HASH,
  reference: REFERENCE,
  base64: Buffer.from(BYTES).toString('base64'),
  marks: MARKS,
  evidence: { class: 'restricted', mediaType: 'image/png', sha256: HASH, reference: REFERENCE },
} as const

export const marksIn = (text: string, marks: readonly string[] = MARKS): string[] =>
  marks.filter((mark) => text.includes(mark))

/** Reports a post with an ordinary picture, which restricted evidence then replaces. Returns its case. */
export async function givenRestricted(desk: WorkingDesk): Promise<string> {
  const facts = await givenKey(desk.desk.db, ['facts'])
  const { post, base64, evidence } = RESTRICTED
  const before = { class: 'ordinary', mediaType: 'image/png', base64 }
  const caseId = await givenReport(desk, post, { evidence: [before], category: 'PROTECTION_OF_MINORS' })
  const picture = { kind: 'image', mediaType: 'image/png', alternativeText: 'markeralt' }
  const media = [{ ...picture, reference: REFERENCE, class: 'restricted', sha256: HASH }]
  const content = {
    accountId: RESTRICTED.accountId,
    kind: 'post',
    text: `${RESTRICTED.words} in a post`,
    createdAt: null,
    media,
  }
  const body = { ...content, factsAt: desk.now().toISOString() }
  const told = await send(desk, facts.token, 'PUT', `/v1/contents/${post.id}`, body)
  if (told.status !== 200) throw new Error(`the post was not taken: ${JSON.stringify(told.body)}`)
  await givenReport(desk, post, { evidence: [evidence, before], category: 'PROTECTION_OF_MINORS' })
  return caseId
}
