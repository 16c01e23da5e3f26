import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { mediaOfPosts } from '../../demo/posts-media.ts'
import { stageMatchList } from '../../src/admin/match-list/stage-match-list.ts'
import type { Person, startGate } from './gate-flow.ts'
import { tempDir } from './temp-dir.ts'

/** A minister's post with one picture. */
export const PICTURED = { kind: 'content', id: 'vale-2' } as const

/** The hash of that picture as the platform delivers it. */
export const pictureHash = (): string => {
  const [picture] = mediaOfPosts()[PICTURED.id] ?? []
  if (picture === undefined) throw new Error(`the demo has no picture in ${PICTURED.id}`)
  return hashOf(picture.bytes)
}

export const hashOf = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Writes a list's file as the source that verified its entries sends it. */
export function writeMatchList(
  t: TestContext,
  entries: readonly (readonly [hash: string, verifiedAt: string])[],
): string {
  const path = join(tempDir(t), 'list.csv')
  writeFileSync(path, ['sha256,verified_at', ...entries.map((entry) => entry.join(','))].join('\n'))
  return path
}

type GateDesk = Awaited<ReturnType<typeof startGate>>

/** Two people import a list and agree to it. Returns the answer to the agreement. */
export async function importMatchList(
  t: TestContext,
  { desk, gate }: GateDesk,
  { entries, proposer, approver }: { entries: [string, string][]; proposer: Person; approver: Person },
) {
  const path = writeMatchList(t, entries)
  const { id: listId } = await stageMatchList(desk.db, { path, name: 'Hotline', source: 'the hotline' })
  const change = { kind: 'match_list', listId }
  const { status, body } = await gate.post(proposer, '/v1/changes', { change, reason: 'The list of this month.' })
  if (status !== 201) throw new Error(`the list was not proposed: ${status} ${JSON.stringify(body)}`)
  const agreed = await gate.signed(approver, `/v1/changes/${String(body.id)}/agree`)
  return { listId, ...agreed }
}

/** Compares the media of a case with the lists, for the person who holds it. */
export async function checkMatches({ gate }: GateDesk, who: Person, caseId: string) {
  const { status, body } = await gate.post(who, `/v1/cases/${caseId}/match-checks`)
  if (status !== 200) throw new Error(`nothing was compared: ${status} ${JSON.stringify(body)}`)
  return body as unknown as {
    media: { result: string; sha256?: string; matches: { ref: string | null; refusal: string | null }[] }[]
  }
}

/** True when PostgreSQL accepts this match as a ground on which this person hides the picture alone. */
export async function isMatchGround({ database }: GateDesk, who: Person, ref: string): Promise<boolean> {
  const row = { ground: 'match', ground_ref: ref, subject: `content:${PICTURED.id}`, proposed_by: `staff:${who.id}` }
  const { rows } = await database.ownerPool.query<{ is: boolean }>(sql`
    select match_ground(jsonb_populate_record(null::enforcement, ${JSON.stringify(row)}::jsonb)) as is`)
  return rows[0]?.is === true
}
