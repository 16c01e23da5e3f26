import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutBySpans } from '../../console/src/components/cut-by-spans.ts'

const span = (start: number, end: number, label: string | null = null) => ({ start, end, label })

test('a text is cut at passages, and nothing is lost', () => {
  const text = '🎟 Cheap tickets, pay first.'
  assert.deepEqual(
    cutBySpans(text, [span(2, 7, 'price'), span(17, 26)]).map(({ part, label }) => [part, label]),
    [
      ['🎟 ', undefined],
      ['Cheap', 'price'],
      [' tickets, '.slice(0, 10), undefined],
      ['pay first', null],
      ['.', undefined],
    ],
  )
  for (const spans of [[], [span(0, 999)], [span(5, 9), span(7, 12)], [span(40, 50)], [span(3, 20), span(5, 6)]])
    assert.equal(
      cutBySpans(text, spans)
        .map(({ part }) => part)
        .join(''),
      text,
    )
})
