import type { RouteComponent } from '@tanstack/react-router'
import { createElement, use } from 'react'
import { ProblemError } from '../api/problem.ts'
import { words } from '../words/en.ts'

type Page<Props> = (props: Props) => React.ReactNode

/** A page whose code is read when somebody goes there, or is about to. */
type PageToRead<Props> = Page<Props> & { preload: () => Promise<void> }

/** What could not be had is asked for again after this, once somebody wants to see it again. */
const AGAIN_MS = 1_000
const UNAVAILABLE = 503

/**
 * A page whose code the router reads before it shows any of it. Where React is left to wait for it, it keeps the empty page up for
 * 0.3 s, however soon the code is there. Code that can't be had is a problem of that page alone: the console around it stays, and what
 * it was sending goes on being sent.
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
  // Why it can't be had is told where it would stand.
  const preload = async () => {
    await readOnce().catch(() => undefined)
  }
  return Object.assign((props: Props) => createElement(page ?? use(readOnce()), props), { preload })
}

/** What a route shows with such a page in it: the router reads the page first there, too. */
export const shown = (
  { preload }: Pick<PageToRead<never>, 'preload'>,
  component: () => React.ReactNode,
): RouteComponent => Object.assign(component, { preload })
