import { type GuardedFetch, type GuardedRequest, guardedFetch } from './guarded-fetch.ts'
import { type Secrets, signedHeaders } from './signed-headers.ts'

/** A page as it leaves the desk: nobody who works here is in it by name or id. */
export interface PageMessage {
  id: number
  kind: string
  why: string
  /** A role, or somebody's pseudonym. */
  to: string
  subject: { kind: string; id: string } | null
  orderId: string | null
  /** ISO 8601. */
  at: string
}

/** Where pages go besides the desk itself. */
export interface PageWebhook {
  /** Resolves when the other side has taken it. It may come to it more than once, under one and the same id. */
  send(page: PageMessage): Promise<void>
}

/** Well within the lease of a due row, so that two attempts never overlap for long. */
const SEND_TIMEOUT_MS = 5_000

export interface PageWebhookOptions extends Secrets {
  url: string
  /** Private addresses that may be reached, as COUNTERSIGN_ALLOW_PRIVATE says. */
  allowPrivate?: readonly string[]
  /** The moment a page is signed at. */
  now: () => Date
  timeoutMs?: number
}

/** Sends pages by one signed POST each, in the form of Standard Webhooks. */
export function pageWebhook(options: PageWebhookOptions): PageWebhook {
  const { url, now, timeoutMs = SEND_TIMEOUT_MS } = options
  const fetching = guardedFetch(options)
  return {
    send: async (page) => {
      const body = JSON.stringify(page)
      const headers = signedHeaders(options, `page_${page.id}`, now(), body)
      const status = await post(fetching, url, { body, headers, signal: AbortSignal.timeout(timeoutMs) })
      if (status < 200 || status > 299) throw new Error(`the webhook for pages answered ${status}`)
    },
  }
}

async function post(fetching: GuardedFetch, url: string, request: GuardedRequest): Promise<number> {
  try {
    const response = await fetching(url, { ...request, method: 'POST' })
    // What it says is nothing to us, however long it is.
    await response.body?.cancel()
    return response.status
  } catch (error) {
    throw new Error('the webhook for pages could not be reached', { cause: error })
  }
}
