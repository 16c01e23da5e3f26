import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TrackedFile, trackedFiles } from './tracked-files.ts'

interface Writer {
  path: string
  name: string
  isQueued: boolean
}

/** The functions of a file that are given a transaction, and whether each only queues: it answers nothing, or what `tx.queue` does. */
function listWriters({ path, text }: TrackedFile): Writer[] {
  const writers: Writer[] = []
  for (const head of text.matchAll(/^(?:export )?(?:function|const) (\w+)(?: = )?(?:<[^(]*>)?\(/gm)) {
    const begin = head.index + head[0].length
    const end = findClose(text, begin)
    if (!/\bTx\b/.test(text.slice(begin, end))) continue
    const isQueued = /^\)(: void\b|\s*=>\s*\w*tx\.queue\()/.test(text.slice(end, end + 40))
    writers.push({ path, name: head[1] ?? '', isQueued })
  }
  return writers
}

function findClose(text: string, begin: number): number {
  let open = 1
  for (let at = begin; at < text.length; at++) {
    if (text[at] === '(') open++
    else if (text[at] === ')' && --open === 0) return at
  }
  return text.length
}

test('a function is named "queue" exactly if it queues a write', () => {
  const writers = trackedFiles(/^(src|bench|demo|tools)\/.*(?<!\.test)\.ts$/).flatMap(listWriters)
  assert.ok(writers.filter(({ isQueued }) => isQueued).length > 90)
  const misnamed = writers.filter(({ name, isQueued }) => /^queue[A-Z]/.test(name) !== isQueued)
  assert.deepEqual(
    misnamed.map(({ path, name }) => `${path}: ${name}`),
    [],
  )
})
