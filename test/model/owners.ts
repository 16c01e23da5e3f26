import type { Subject } from '@countersign/platform-kit'
import { type ContentName, SPEECHES, type SubjectName, WORDS } from './gate.ts'

/** The account that owns each subject. */
export const ownerOf = (name: SubjectName): AccountName => (isContent(name) ? OWNERS[name] : name)
export type AccountName = Exclude<SubjectName, ContentName>

type Owner = 'ordinary' | 'wide' | 'office'
const OWNERS = {
  post: 'office',
  note: 'ordinary',
  ...(Object.fromEntries(SPEECHES.map((name) => [name, 'office'])) as Record<(typeof SPEECHES)[number], Owner>),
  ...(Object.fromEntries(WORDS.map((name) => [name, 'wide'])) as Record<(typeof WORDS)[number], Owner>),
} as const satisfies Record<ContentName, Owner>

export const isContent = (name: SubjectName): name is ContentName => Object.hasOwn(OWNERS, name)

export const contentsOf = (key: string): Record<ContentName, Subject> =>
  Object.fromEntries(
    Object.keys(OWNERS).map((name) => [name, { kind: 'content', id: `${key}-${name}` } as const]),
  ) as unknown as Record<ContentName, Subject>

/** Returns the age of a content in hours as a history begins: more than a day for the last speech. */
export const hoursOld = (name: SubjectName): number => (name === SPEECHES.at(-1) ? 30 : 1)
