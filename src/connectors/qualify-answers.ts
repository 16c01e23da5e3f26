import type {
  ContentFacts,
  ReadBack,
  RecentPosts,
  RelatedAccount,
  RelatedAccounts,
  SubjectFacts,
  Thread,
} from '@countersign/platform-kit'
import { NO_GENERATION } from '../foundation/connector/guarantees.ts'
import type { Subject } from '../foundation/domain.ts'
import { qualifyId } from '../foundation/platforms.ts'

/** Returns a read-back with the desk's subject. Without fencing a platform knows no generations. */
export const qualifyReadBack = (subject: Subject, read: ReadBack, fences: boolean): ReadBack => ({
  ...{ ...read, subject },
  ...(!fences && { generation: NO_GENERATION }),
})

/** Returns posts with the desk's ids. */
export function qualifyPosts(platform: string, { posts, ...recent }: RecentPosts): RecentPosts {
  const qualify = (id: string) => qualifyId(platform, id)
  return {
    ...recent,
    posts: posts.map(({ id, parentId, ...post }) => ({
      ...{ ...post, id: qualify(id) },
      ...(parentId !== undefined && { parentId: qualify(parentId) }),
    })),
  }
}

/** Returns related accounts with the desk's ids. */
export function qualifyRelated(platform: string, { signals, ...related }: RelatedAccounts): RelatedAccounts {
  const qualifyAccounts = (accounts: readonly RelatedAccount[]) =>
    accounts.map((account) => ({ ...account, id: qualifyId(platform, account.id) }))
  return {
    ...related,
    signals: signals.map(({ accounts, ...signal }) => ({ ...signal, accounts: qualifyAccounts(accounts) })),
  }
}

/** Returns a thread with the desk's ids. */
export function qualifyThread(platform: string, { messages, ...thread }: Thread): Thread {
  const qualify = (id: string) => qualifyId(platform, id)
  return {
    ...thread,
    messages: messages.map(({ id, accountId, ...message }) => ({
      ...{ ...message, id: qualify(id), accountId: accountId === null ? null : qualify(accountId) },
    })),
  }
}

/** Returns facts with the desk's ids of the account and the contents. */
export function qualifyFacts(platform: string, { account, content, thread, ...facts }: SubjectFacts): SubjectFacts {
  const qualify = (id: string) => qualifyId(platform, id)
  const qualifyContent = ({ parentId, ...found }: ContentFacts): ContentFacts => ({
    ...{ ...found, id: qualify(found.id), accountId: qualify(found.accountId) },
    ...(parentId !== undefined && { parentId: qualify(parentId) }),
  })
  return {
    ...facts,
    account: {
      ...{ ...account, id: qualify(account.id) },
      ...(account.covers && { covers: account.covers.map(qualify) }),
    },
    ...(content && { content: qualifyContent(content) }),
    ...(thread && { thread: thread.map(qualifyContent) }),
  }
}
