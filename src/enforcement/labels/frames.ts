import { encode } from '@ipld/dag-cbor'
import type { PublishedLabel } from './label.ts'

/** The messages of com.atproto.label.subscribeLabels: two values of DAG-CBOR, a header and a body. */
const LABELS_HEADER = encode({ op: 1, t: '#labels' })
const INFO_HEADER = encode({ op: 1, t: '#info' })
const ERROR_HEADER = encode({ op: -1 })

/** Formats one label under its number, which is the cursor after it. */
export const formatLabelFrame = (seq: number, label: PublishedLabel): Buffer =>
  Buffer.concat([LABELS_HEADER, encode({ seq, labels: [label] })])

/** Formats the note that the labels right after the cursor are not there any more. */
export const formatOutdatedFrame = (): Buffer =>
  Buffer.concat([INFO_HEADER, encode({ name: 'OutdatedCursor', message: 'The stream begins at the oldest label.' })])

/** Formats the last message of a stream that ends with an error. */
export const formatErrorFrame = (error: 'FutureCursor' | 'ConsumerTooSlow', message: string): Buffer =>
  Buffer.concat([ERROR_HEADER, encode({ error, message })])
