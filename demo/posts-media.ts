import { readFileSync } from 'node:fs'
import { drawBoard, drawBridge, drawGauge, drawLoaf, drawPills } from './pictures.ts'
import { encodeWav } from './wav.ts'

export interface PostMedia {
  kind: 'image' | 'audio' | 'video'
  mediaType: string
  alternativeText: string
  bytes: Buffer
  /** True when the desk reads it by ranges, with a picture of it. */
  isStreamed?: boolean
}

const picture = (alternativeText: string, bytes: Buffer): PostMedia => ({
  kind: 'image',
  mediaType: 'image/png',
  alternativeText,
  bytes,
})

const sound = (alternativeText: string, hertz: readonly number[]): PostMedia => ({
  kind: 'audio',
  mediaType: 'audio/wav',
  alternativeText,
  bytes: encodeWav(hertz.map((each) => ({ hertz: each, seconds: 0.25 }))),
})

const video = (alternativeText: string, file: string): PostMedia => ({
  kind: 'video',
  mediaType: 'video/webm',
  alternativeText,
  bytes: readFileSync(new URL(`media/${file}`, import.meta.url)),
})

let made: Readonly<Record<string, readonly PostMedia[]>> | undefined

/** Pictures, sounds and videos of some posts. Each is made or read once. */
export const mediaOfPosts = (): Readonly<Record<string, readonly PostMedia[]>> => {
  made ??= makeMedia()
  return made
}

const makeMedia = (): Readonly<Record<string, readonly PostMedia[]>> => ({
  'rosa-1': [picture('A loaf of rye on a table.', drawLoaf())],
  'vale-2': [picture('The old bridge at Lower Quay, by night.', drawBridge())],
  'salma-3': [picture('The bridge at night, and nobody on it.', drawBridge())],
  'pills-1': [picture('Red pills in a tray, many of them.', drawPills())],
  'pavel-1': [picture('A chess board, three pieces left.', drawBoard())],
  'flood-2': [
    picture('The gauge at Rope Lane, water at the third mark.', drawGauge()),
    video('A ferry passes, filmed from the quay.', 'ferry.webm'),
  ],
  'radionord-2': [sound('Four notes, falling: how the phone-in begins.', [784, 659, 523, 392])],
  'otto-1': [sound('The accordion. It is sorry.', [262, 330, 392, 330, 262])],
})
