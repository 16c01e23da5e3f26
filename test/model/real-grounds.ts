import { createHash, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import sql from 'sql-template-tag'
import { recordAccountFacts, recordContentFacts } from '../../src/cases/accounts/record-facts.ts'
import { undoUnconfirmed } from '../../src/enforcement/alone/undo-unconfirmed.ts'
import { readFromPlatform } from '../../src/enforcement/facts/read-platform.ts'
import { accountsTakenFrom } from '../../src/enforcement/facts/lock-accounts.ts'
import { lockToPropose } from '../../src/enforcement/propose/lock-to-propose.ts'
import { propose } from '../../src/enforcement/propose/propose.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import type { RecordedGround, StaffCaller } from '../../src/foundation/domain.ts'
import { insertSignature, readSignature } from '../../src/people/signatures/accept-signature.ts'
import { prepareSigning } from '../../src/people/signatures/prepare-signing.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { changeByTwo, givenAuthority, PDF } from '../support/authority.ts'
import { ensureKey, sign } from '../support/sign.ts'
import { attempt, attemptByRows } from './attempt.ts'
import { type ContentName, SPEECHES } from './gate.ts'
import { CLAIMS, type Claim, type GroundActs, type Lie } from './grounds.ts'
import type { ModelPlatform } from './model-platform.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const POLICY = 'minors'
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * The setup shared by all histories: a marked policy, an authority's key, and a match list that two people imported a
 * day ago.
 */
export interface GroundSetup {
  authorityKey: string
}

export async function setUpGrounds(desk: Desk, pass: (ms: number) => Promise<void>): Promise<GroundSetup> {
  await changeByTwo({ desk }, { kind: 'harm_policy', policyId: POLICY, harm: 'child_abuse' })
  const { token } = await givenAuthority({ desk })
  const { rows } = await desk.db.query<{ id: string }>(sql`
    select stage_match_list('Hotline', 'the hotline', ${hashOf('the file')}) as id`)
  const listId = String(rows[0]?.id)
  await desk.db.query(
    sql`select stage_match_entries(${listId}, ${[hashOf('listed')]}::bytea[], array[desk_now() - interval '2 days'])`,
  )
  await changeByTwo({ desk }, { kind: 'match_list', listId })
  await pass(DAY_MS + HOUR_MS)
  return { authorityKey: token }
}

interface Has {
  platform: ModelPlatform
  who: (place: number) => StaffCaller
  /** The owner's pool inserts cases and media, which reports and facts create on a real desk. */
  owner: Pool
  proofs: GroundSetup | undefined
}

export function realGrounds(desk: Desk, has: Has): GroundActs {
  const { platform, who } = has
  return {
    actAlone: (by, content, claim) => attemptByRows(() => actAlone(desk, has, { by: who(by), content, claim })),
    undoUnconfirmed: (by, enforcementId) =>
      attempt(async () => {
        const undone = await undoUnconfirmed(desk, { enforcementId, by: who(by), reason: 'this is wrong' })
        return { enforcementId, how: `${undone.length} undone` }
      }),
    tell: (content, lie) => recordFacts(desk, platform, content, lie),
    authorOf: (content) => authorOf(desk, platform, content),
    findUnalerted: () => findUnalerted(desk, platform),
  }
}

type Acting = { by: StaffCaller; content: ContentName; claim: Claim }

/** Does the same as a decision, without the case and the preview, on which no rule of the gate depends. */
async function actAlone(desk: Desk, has: Has, { by: who, content, claim }: Acting) {
  const { platform } = has
  const [subject, accountId] = [platform.key(content), platform.accountOf(content)]
  const asked = await readFromPlatform(desk, subject)
  const ground = await proveGround(desk, has, { by: who, content, claim })
  const policyId = claim === 'harm under a policy that nobody marked' ? 'scam' : POLICY
  const handle = platform.handleOf(content)
  const signed = await signAlone(desk, who, { subject, handle, action: 'hide', durationMs: null, policyId, ground })
  return inTransaction(desk.db, async (tx) => {
    const accountIds = accountsTakenFrom({ action: 'hide', accountId, gathered: asked.gathered })
    await lockToPropose(tx, { accountIds, by: who, subjects: [subject] })
    const { signable, ...signature } = signed
    await insertSignature(tx, signature, signable)
    const proposed = await propose(desk, tx, {
      kind: 'decision',
      ...{
        subject,
        accountId,
        action: 'hide',
        label: null,
        durationMs: null,
        policyId,
        legalDuty: false,
        ground,
        asked,
      },
      by: { kind: 'staff', id: who.id },
      ...{ caseId: null, decisionId: null, openedAt: null },
      signed: { enforcementId: signature.about, signatureId: signature.id },
    })
    return {
      enforcementId: proposed.kind === 'created' ? proposed.enforcement.id : proposed.enforcementId,
      how: proposed.kind,
    }
  })
}

interface Alone {
  subject: string
  handle: string
  action: 'hide' | 'lock'
  durationMs: number | null
  policyId: string
  /** Left out: an interim measure, which has none. */
  ground?: RecordedGround
}

/** Signs what a person proposes to do alone to a protected account. */
export async function signAlone(desk: Desk, by: StaffCaller, { ground, policyId: policy, ...acts }: Alone) {
  await ensureKey(desk.db, by.id)
  const { rows } = await desk.db.query<{ id: string; until: Date }>(sql`
    select 'enf_' || nextval('enforcement_seq') as id, desk_now() + interval '1 hour' as until`)
  const [{ id, until } = { id: '', until: new Date() }] = rows
  const core = {
    ...{ enforcement: id, ...acts, label: null, policy },
    ...{ ground: ground?.kind ?? null, groundRef: ground?.ref ?? null, expiresAt: until.toISOString() },
  }
  const signable = { about: id, core, asShown: { sentence: 'It takes effect at once.' } }
  const { signingId, options } = await prepareSigning(desk.db, desk, { act: 'propose', by, signable })
  const signature = await sign(desk, by.id, { signingId, challenge: options.challenge })
  return { ...(await readSignature(desk.db, desk, { act: 'propose', about: undefined, by, signature })), signable }
}

/** Brings about what the claim rests on: a received enforcement, a stored document, a comparison of bytes. */
async function proveGround(desk: Desk, has: Has, { by, content, claim }: Acting): Promise<RecordedGround> {
  const kind = CLAIMS[claim].ground
  if (kind === 'harm') return { kind, ref: null }
  if (kind === 'match') {
    const isListed = claim !== 'match with no list'
    if (isListed) await setVerified(has.owner, claim === 'match')
    const hash = hashOf(isListed ? 'listed' : 'on no list')
    return { kind, ref: (await compareBytes(has, { by, content, hash })) ?? 'match_0' }
  }
  const named = claim.endsWith('another content') ? `another than ${content}` : has.platform.subject(content).id
  const said = JSON.stringify({
    ...{ reference: randomUUID(), kind: 'removal_order', policyId: POLICY, contents: [named] },
    ...{ bodyHash: hashOf(claim).toString('hex'), documentName: 'enforcement.pdf', mediaType: 'application/pdf' },
    ...{ authority: 'Harbour Hotline', receivedAt: new Date(has.platform.nowMs()).toISOString() },
    verified: 'called_back',
  })
  const isEntered = kind === 'document' || claim === 'order that a person entered'
  const store = isEntered
    ? sql`enter_authority_order(${by.id}, ${said}::jsonb, ${PDF})`
    : sql`receive_authority_order(${has.proofs?.authorityKey ?? ''}, ${said}::jsonb, ${null}::bytea)`
  const { rows } = await desk.db.query<{ id: string }>(sql`select order_id as id from ${store}`)
  return { kind, ref: String(rows[0]?.id) }
}

/** Has an analyst have verified the entry long ago, or this hour. */
const setVerified = (owner: Pool, isLongAgo: boolean) =>
  owner.query(sql`update match_entry set verified_at = desk_now() - ${isLongAgo ? '2 days' : '1 hour'}::interval`)

/** The desk compares the bytes of one of the content's pictures with all lists. Answers the match; undefined: there is none. */
async function compareBytes(
  { owner, platform }: Has,
  { by, content, hash }: { by: StaffCaller; content: ContentName; hash: Buffer },
) {
  const { id: contentId } = platform.subject(content)
  const { rows } = await owner.query<{ caseId: string; mediaId: string }>(sql`
    with closed as (
      update review_case set state = 'closed', closed_at = desk_now(), claimed_by = null, claimed_at = null, claimed_until = null
      where subject = ${platform.key(content)} and closed_at is null returning 1),
    media as (
      insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
      values (${contentId}, ${randomUUID()}, 0, 'image', 'image/png', 'restricted', ${hash}) returning id)
    select media.id as "mediaId", 'case_' || nextval('review_case_seq') as "caseId" from media, (select count(*) from closed) waited`)
  const [{ caseId, mediaId } = { caseId: '', mediaId: '' }] = rows
  await owner.query(sql`
    insert into review_case (id, subject, account_id, queue, category, rank, due_at, partition_id, claimed_by, claimed_at, claimed_until)
    values (${caseId}, ${platform.key(content)}, ${platform.accountOf(content)}, 'general', 'CHILD_SAFETY', 0, desk_now() + interval '1 day', 0,
      ${by.id}, desk_now(), desk_now() + interval '10 minutes')`)
  const matched = await owner.query<{ id: string }>(sql`
    select id from record_content_match(${caseId}, ${mediaId}, ${hash}, ${by.id})`)
  return matched.rows[0]?.id
}

async function recordFacts({ db }: Desk, platform: ModelPlatform, content: ContentName, lie: Lie): Promise<string> {
  const [{ id }, accountId] = [platform.subject(content), platform.accountOf(content)]
  const now = new Date(platform.nowMs())
  const factsAt = (lie === 'from tomorrow' ? new Date(now.getTime() + DAY_MS) : now).toISOString()
  const by = { kind: 'key', id: 'key_1' } as const
  return inTransaction(db, async (tx) => {
    if (lie === 'nobody follows it') {
      const account = {
        id: accountId,
        handle: accountId,
        displayName: '',
        reach: 0,
        verified: false,
        tags: [],
        createdAt: null,
      }
      return (await recordAccountFacts(tx, by, [{ account, source: 'key', factsAt }])).join()
    }
    const author = lie === 'another author' ? platform.accountOf('ordinary') : accountId
    const said = { id, accountId: author, kind: 'post', text: 'words', createdAt: now.toISOString() }
    return (await recordContentFacts(tx, [{ content: said, source: 'key', factsAt }])).join()
  })
}

async function authorOf({ db }: Desk, platform: ModelPlatform, content: ContentName) {
  const { rows } = await db.query<{ author: string }>(sql`
    select account_id as author from content where id = ${platform.subject(content).id}`)
  return rows[0] && platform.nameOf(`account:${rows[0].author}`)
}

async function findUnalerted({ db }: Desk, platform: ModelPlatform): Promise<string | undefined> {
  const accounts = SPEECHES.slice(0, 1).map((name) => platform.accountOf(name))
  const { rows } = await db.query<{ id: string }>(sql`
    select distinct account_id as id from enforcement where account_id = any (${accounts}) and is_unconfirmed(enforcement)
      and not exists (select from alert where kind = 'acts_alone' and subject = 'account:' || account_id
        and at > desk_now() - interval '15 minutes 1 second')`)
  return rows[0]?.id
}
