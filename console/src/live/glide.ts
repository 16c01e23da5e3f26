import { type RefObject, useEffect } from 'react'

const GLIDE_MS = 240
/** A part that moved under the pointer takes no press for a moment. */
const SETTLE_MS = 600
const MOVED_PX = 1
/** A page that was just opened fills at once, without gliding. */
const FILLS_MS = 1_000

/** The places of the marked parts of a page, by their names. */
type Places = ReadonlyMap<string, number>

/**
 * Lets the marked parts of a page (`data-glide`) glide to a new place instead of jumping there, so that a live update
 * shifts no layout under a hand. For a moment a part that moved takes no press.
 */
export function useGlide(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const page = within.current
    if (page === null) return
    let before: Places = new Map()
    const openedAt = performance.now()
    // The observer runs after each change of the page and before it is painted, whichever component made the change.
    const observer = new MutationObserver(() => {
      before = glideAll(page, performance.now() - openedAt < FILLS_MS ? new Map() : before)
    })
    observer.observe(page, { childList: true, characterData: true, attributeFilter: ['style'], subtree: true })
    return () => observer.disconnect()
  }, [within])
}

function glideAll(page: HTMLElement, before: Places): Places {
  const parts = [...page.querySelectorAll<HTMLElement>('[data-glide]')]
  const places = new Map(parts.map((part) => [part.dataset.glide ?? '', topOf(part)]))
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) for (const part of parts) glide(part, before, places)
  return places
}

/** The place of a part in the page, which neither scrolling nor a running glide changes. */
function topOf(part: HTMLElement): number {
  let top = 0
  for (let at: Element | null = part; at instanceof HTMLElement; at = at.offsetParent) top += at.offsetTop
  return top
}

/** Glides a part by its own move: the move of a part around it carries it along. */
function glide(part: HTMLElement, before: Places, places: Places): void {
  const outer = part.parentElement?.closest<HTMLElement>('[data-glide]')
  const moved = moveOf(part, before, places) - (outer ? moveOf(outer, before, places) : 0)
  if (Math.abs(moved) < MOVED_PX) return
  const frames = [{ transform: `translateY(${moved}px)` }, { transform: 'none' }]
  part.animate(frames, { duration: GLIDE_MS, easing: 'ease-out' })
  part.animate([{ pointerEvents: 'none' }, { pointerEvents: 'none' }], { duration: SETTLE_MS })
}

function moveOf(part: HTMLElement, before: Places, places: Places): number {
  const name = part.dataset.glide ?? ''
  const place = places.get(name) ?? 0
  return (before.get(name) ?? place) - place
}
