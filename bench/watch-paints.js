// Loaded by the page that is measured, before anything of its own: it looks at its clock at each key and each paint.

/** Milliseconds from each key to the paint after it. */
globalThis.painted = []
/** Milliseconds from the key that asked for the next case until it was painted. */
globalThis.opened = undefined

/** A frame's callbacks run before it is painted; what is posted from them, after. */
function afterPaint(then) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = then
    port2.postMessage(undefined)
  })
}

addEventListener(
  'keydown',
  ({ timeStamp, key }) => {
    if (key.length === 1) afterPaint(() => globalThis.painted.push(performance.now() - timeStamp))
  },
  { capture: true },
)

const OPENED_WITHIN_MS = 20_000
const PANELS = ['Evidence', 'Who this is', 'Decide']

/** From the next key on, waits for another case than is shown, to be read and decided. */
globalThis.awaitCase = () => {
  const before = document.querySelector('h1')?.textContent
  const isThere = () =>
    location.pathname.startsWith('/review/') &&
    document.querySelector('h1')?.textContent !== before &&
    PANELS.every((title) =>
      document.querySelector(`section[aria-label="${title}"] textarea, section[aria-label="${title}"] p`),
    )
  globalThis.opened = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no other case came')), OPENED_WITHIN_MS)
    const begin = ({ timeStamp }) => {
      const watching = new MutationObserver(() => {
        if (!isThere()) return
        watching.disconnect()
        afterPaint(() => resolve(performance.now() - timeStamp))
      })
      watching.observe(document, { subtree: true, childList: true, characterData: true })
    }
    addEventListener('keydown', begin, { capture: true, once: true })
  })
}

/** Measures the answer time of the desk for the shown case. */
globalThis.askForCase = async () => {
  const begun = performance.now()
  await (await fetch(`/v1${location.pathname.replace('/review', '/cases')}`)).json()
  return performance.now() - begun
}
