import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHART_NAMES, dimensionsOf, FILTERS } from '../../src/oversight/insights/read-chart.ts'

/** Not imported as the page's own code is, which is checked against a browser's types. */
const CONSOLE = new URL('../../console/src/insights/charts.ts', import.meta.url).href

test('the console offers the dimensions of each chart', async () => {
  const { CHART_DIMENSIONS, ...offered } = await import(CONSOLE)
  assert.deepEqual(CHART_DIMENSIONS, Object.fromEntries(CHART_NAMES.map((name) => [name, dimensionsOf(name)])))
  assert.deepEqual(offered.FILTERS, FILTERS)
})
