import { OFFICE_TEXTS } from './texts-of-offices.ts'
import { TOWN_TEXTS } from './texts-of-the-town.ts'

export interface Post {
  id: string
  accountId: string
  text: string
  language: string
  /** The post that this post replies to. */
  parentId?: string
  createdAt: string
}

const FIRST_POST_MS = Date.UTC(2025, 2, 1, 7)
const STEP_MS = 2 * 3_600_000 + 17 * 60_000
const LANGUAGES: Readonly<Record<string, string>> = { ines: 'pt', salma: 'ar' }

/** The post that each post replies to. */
const ANSWERS: Readonly<Record<string, string>> = {
  'grump-3': 'vale-3',
  'ines-3': 'vale-3',
  'mira-2': 'pills-1',
  'coin-2': 'coin-1',
  'coin-3': 'coin-2',
  'salma-2': 'salma-1',
  'salma-3': 'salma-2',
}

const TEXTS: Readonly<Record<string, readonly string[]>> = { ...OFFICE_TEXTS, ...TOWN_TEXTS }

/** About three rounds of all accounts' posts, in order of time. */
export const POSTS: readonly Post[] = arrangePosts()

function arrangePosts(): Post[] {
  const rounds = Math.max(...Object.values(TEXTS).map((texts) => texts.length))
  const inTurn = Array.from({ length: rounds }, (_, round) =>
    Object.entries(TEXTS).flatMap(([accountId, texts]) => {
      const text = texts[round]
      return text === undefined ? [] : [{ id: `${accountId}-${round + 1}`, accountId, text }]
    }),
  ).flat()
  return inTurn.map((post, index) => ({
    ...post,
    ...(ANSWERS[post.id] !== undefined && { parentId: ANSWERS[post.id] }),
    language: LANGUAGES[post.accountId] ?? 'en',
    createdAt: new Date(FIRST_POST_MS + index * STEP_MS).toISOString(),
  }))
}
