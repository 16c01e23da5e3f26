import { type RefObject, useEffect } from 'react'

const GLIDE_MS = 240
/** A part that moved under the pointer takes no press for a moment. */
const SETTLE_MS = 600
const MOVED_PX = 1
/** A page that was just opened fills at once, without gliding; so does one of another width. */
const FILLS_MS = 1_000

/** The places of the marked parts of a page, by their names. */
type Places = ReadonlyMap<string, number>

/**
 * Lets the marked parts of a page (`data-glide`) glide to a new place instead of jumping there, so that a live update
 * shifts no layout under a hand. For a moment a part that moved takes no press, also where the reader wants no motion.
 */
export function useGlide(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const page = within.current
    if (page === null) return
    let before: Places = new Map()
    const openedAt = performance.now()
    let width = page.offsetWidth
    let frame = 0
    const fill = () => {
      width = page.offsetWidth
      before = glideAll(page, new Map())
    }
    // The observer runs after each change of the page and before it is painted, whichever component made the change.
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame)
      // A page that fills is measured once a frame: each measurement makes the browser lay it out.
      if (performance.now() - openedAt < FILLS_MS) frame = requestAnimationFrame(fill)
      else if (page.offsetWidth !== width) fill()
      else before = glideAll(page, before)
    })
    observer.observe(page, { childList: true, characterData: true, attributeFilter: ['style'], subtree: true })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
    }
  }, [within])
}

function glideAll(page: HTMLElement, before: Places): Places {
  const parts = [...page.querySelectorAll<HTMLElement>('[data-glide]')]
  const places = new Map(parts.map((part) => [part.dataset.glide ?? '', topOf(part)]))
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  for (const part of parts) {
    const outer = part.parentElement?.closest<HTMLElement>('[data-glide]')
    const moves = { moved: moveOf(part, before, places), carried: outer ? moveOf(outer, before, places) : 0 }
    if (!isStill) glide(part, moves)
    settle(part, moves)
  }
  return places
}

/** The place of a part in the page, which neither scrolling nor a running glide changes. */
function topOf(part: HTMLElement): number {
  let top = 0
  for (let at: Element | null = part; at instanceof HTMLElement; at = at.offsetParent) top += at.offsetTop
  return top
}

/** The distances in px by which a part moved and was carried along by the move of the part around it. */
interface Moves {
  moved: number
  carried: number
}

const isMove = (px: number): boolean => Math.abs(px) >= MOVED_PX

/** Glides a part by its own move. */
function glide(part: HTMLElement, { moved, carried }: Moves): void {
  if (!isMove(moved - carried)) return
  const frames = [{ transform: `translateY(${moved - carried}px)` }, { transform: 'none' }]
  part.animate(frames, { duration: GLIDE_MS, easing: 'ease-out' })
}

/** Lets a part that moved take no press for a moment. One that stayed takes it, even inside a part that moved. */
function settle(part: HTMLElement, { moved, carried }: Moves): void {
  if (isMove(moved) === isMove(carried)) return
  const pointerEvents = isMove(moved) ? 'none' : 'auto'
  part.animate([{ pointerEvents }, { pointerEvents }], { duration: SETTLE_MS })
}

function moveOf(part: HTMLElement, before: Places, places: Places): number {
  const name = part.dataset.glide ?? ''
  const place = places.get(name) ?? 0
  return (before.get(name) ?? place) - place
}
