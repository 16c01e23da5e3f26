import type { RouteComponent } from '@tanstack/react-router'
import { createElement, use } from 'react'
import { ProblemError } from '../api/problem.ts'
import { readPageTexts, words } from '../words/words.ts'

type Page<Props> = (props: Props) => React.ReactNode

/** A page whose code loads when the reader goes there or is about to. */
type PageToRead<Props> = Page<Props> & { preload: () => Promise<void> }

/** The least time before code that failed to load is requested again. */
const AGAIN_MS = 1_000
const UNAVAILABLE = 503

/**
 * Returns a page whose code the router loads before showing it. If React waited instead, it would show an empty page
 * for at least 0.3 s. A failed load is a problem of that page alone: the console around it stays, and its requests
 * continue.
 */
export function readFirst<Props extends object>(read: () => Promise<Page<Props>>): PageToRead<Props> {
  let page: Page<Props> | undefined
  let reading: Promise<Page<Props>> | undefined
  let failedAtMs = Number.POSITIVE_INFINITY
  const readPage = async (): Promise<Page<Props>> => {
    try {
      page = await read()
      return page
    } catch {
      failedAtMs = performance.now()
      throw new ProblemError(UNAVAILABLE, words.errors.unread)
    }
  }
  const readOnce = (): Promise<Page<Props>> => {
    if (performance.now() - failedAtMs > AGAIN_MS) {
      failedAtMs = Number.POSITIVE_INFINITY
      reading = undefined
    }
    reading ??= readPage()
    return reading
  }
  // The page shows the failure when it renders.
  const preload = async () => {
    await readOnce().catch(() => undefined)
  }
  return Object.assign((props: Props) => createElement(page ?? use(readOnce()), props), { preload })
}

/** Returns a route's component around such a page, whose code the router also loads first. */
export const shown = (
  { preload }: Pick<PageToRead<never>, 'preload'>,
  component: () => React.ReactNode,
): RouteComponent => Object.assign(component, { preload })

/** Returns such a page whose texts are those of messages/en/pages. They load first, because its code names them. */
export const readWithTexts = <Props extends object>(read: () => Promise<Page<Props>>): PageToRead<Props> =>
  readFirst(async () => {
    await readPageTexts()
    return read()
  })
