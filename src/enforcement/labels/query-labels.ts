import { type Static, Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { readCursor, writeCursor } from '../../foundation/database/page-cursor.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { strict } from '../../foundation/schemas/schemas.ts'
import type { LabelSigner, PublishedLabel } from './label.ts'
import { searchLabels } from './label-queries.ts'

/** The most addresses of one query: a page of a client has 25 to 50 posts with their authors. */
const PATTERNS_MAX = 100
const SOURCES_MAX = 20
const ADDRESS_CHARS_MAX = 1_024
const LABELS_MAX = 250
const LABELS_DEFAULT = 50

export const QueryLabels = Type.Object(
  {
    uriPatterns: Type.Array(Type.String({ minLength: 1, maxLength: ADDRESS_CHARS_MAX }), {
      ...{ minItems: 1, maxItems: PATTERNS_MAX },
      description: 'The DID of an account or the address of a record. A * at the end stands for any rest.',
    }),
    sources: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
        maxItems: SOURCES_MAX,
        description: 'The DIDs of labelers whose labels are wanted. Left out: all of this service.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LABELS_MAX, default: LABELS_DEFAULT })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 4_096 })),
  },
  strict,
)

/** A label as JSON: bytes are text in base64, as the data model of the AT Protocol has it. */
export const LabelsAnswer = Type.Object({
  cursor: Type.Optional(
    Type.String({ description: 'The cursor of the next page, which may be empty. Left out: this page is the last.' }),
  ),
  labels: Type.Array(
    Type.Object({
      ver: Type.Integer({ description: 'Always 1.' }),
      src: Type.String({ description: 'The DID of the labeler.' }),
      uri: Type.String({ description: 'The DID of an account or the address of a record.' }),
      cid: Type.Optional(Type.String({ description: 'The version of the record. Left out: every version.' })),
      val: Type.String({ description: 'The label.' }),
      cts: Type.String({ description: 'The time at which the label was made.' }),
      exp: Type.Optional(Type.String({ description: 'The time at which the label ends by itself.' })),
      sig: Type.Object(
        { $bytes: Type.String({ description: 'The bytes in base64.' }) },
        { description: 'The signature of the labeler.' },
      ),
    }),
    { description: 'The labels that count now. Those taken back or expired are left out.' },
  ),
})

/** Finds the labels that count now at some addresses. A page reads a bounded number of rows, so it may be short. */
export async function queryLabels(
  db: Queryable,
  signer: LabelSigner,
  { uriPatterns: patterns, sources, limit = LABELS_DEFAULT, cursor }: Static<typeof QueryLabels>,
): Promise<Static<typeof LabelsAnswer>> {
  const misplaced = patterns.findIndex((pattern) => pattern.slice(0, -1).includes('*'))
  if (misplaced >= 0) throw invalidField(`uriPatterns/${misplaced}`, message('atproto.starAtEnd'))
  const [uri, seq] = readCursor(cursor, ['text', 'number']) ?? []
  const after = uri === undefined ? undefined : { uri, seq: Number(seq) }
  const rows = await searchLabels(db, { patterns, after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  const found = page.filter(({ isCurrent, src }) => isCurrent && (sources === undefined || sources.includes(src)))
  return {
    ...(last && { cursor: writeCursor([last.uri, String(last.seq)]) }),
    labels: (await signer.publish(found)).map(toJson),
  }
}

const toJson = ({ sig, neg: _, ...label }: PublishedLabel) => ({
  ...label,
  sig: { $bytes: Buffer.from(sig).toString('base64').replace(/=+$/, '') },
})
