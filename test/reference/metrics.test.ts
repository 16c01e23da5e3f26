import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { measureProcess } from '../../src/app/metrics/process-metrics.ts'
import { measureState } from '../../src/app/metrics/state-metrics.ts'
import { assertPage, table } from './markdown.ts'

const RULES = 'deploy/prometheus/alerts.yaml'
const DASHBOARD = 'deploy/grafana/countersign.json'
/** Prometheus itself makes it for each address that it scrapes. */
const OF_PROMETHEUS = ['up']
/** Metrics of Node.js that prom-client adds, which are described there. */
const OF_NODE = /^(nodejs|process)_/
/** The series of a histogram. */
const PARTS = ['_bucket', '_count', '_sum']

interface Described {
  name: string
  help: string
  type: string
  labels: readonly string[]
}

/** Lists every metric that a process serves. */
async function listMetrics(t: { after: (end: () => Promise<void>) => void }): Promise<Described[]> {
  const pool = openPool('postgres://desk@127.0.0.1:9/none', { max: 1, name: 'none', onError: () => undefined })
  const { registry, close } = measureProcess({ db: pool, restoreDb: pool, effectDb: pool, taskDb: pool })
  t.after(async () => {
    close()
    await pool.end()
  })
  measureState(pool, registry)
  return registry.getMetricsAsArray().map((metric) => {
    const { name, help, labelNames } = metric as unknown as { name: string; help: string; labelNames: string[] }
    return { name, help, type: metric.constructor.name.toLowerCase(), labels: labelNames }
  })
}

/** The metrics in an expression: names outside of labels, of durations, and of what follows by (…). */
const namesIn = (expression: string): string[] =>
  expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"|\bby \([^)]*\)/g, ' ')
    .match(/\b[a-z]\w*\b(?!\s*\()/g)
    ?.filter((word) => !['by', 'le', 'and', 'or', 'unless'].includes(word)) ?? []

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; action: string }
}

const rules = (): Rule[] => parse(readFileSync(RULES, 'utf8')).groups.flatMap(({ rules }: { rules: Rule[] }) => rules)
const panels = (): { title: string; targets: { expr: string }[] }[] =>
  JSON.parse(readFileSync(DASHBOARD, 'utf8')).panels

test('the reference lists every metric', async (t) => {
  const own = (await listMetrics(t)).filter(({ name }) => !OF_NODE.test(name))
  const rows = own
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, type, labels, help }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ])
  assertPage(
    'metrics.md',
    `# Metrics

What \`/metrics\` serves when \`COUNTERSIGN_METRICS_PORT\` is set ([how to observe](../how-to/observe.md)), beside
\`nodejs_…\` and \`process_…\` of Node.js itself. No figure counts beyond 10,000, and no label names a person.

${table(['metric', 'type', 'labels', 'meaning'], rows)}
`,
  )
})

test('alert rules and dashboard name only metrics that are served', async (t) => {
  const served = new Set(
    (await listMetrics(t)).flatMap(({ name, type }) =>
      type === 'histogram' ? PARTS.map((part) => `${name}${part}`) : [name],
    ),
  )
  const expressions = [
    ...rules().map(({ expr }) => expr),
    ...panels().flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ]
  const named = expressions.flatMap(namesIn)
  assert.ok(named.length > 40, `${named.length} names`)
  assert.deepEqual(
    named.filter((name) => !served.has(name) && !OF_PROMETHEUS.includes(name)),
    [],
  )
})

test('every alert rule states its severity, what happened and what to do', () => {
  const names = rules().map(({ alert }) => alert)
  assert.equal(new Set(names).size, names.length)
  for (const { alert, labels, annotations } of rules()) {
    assert.match(labels.severity, /^(critical|warning)$/, alert)
    assert.ok(annotations.summary.endsWith('.') && annotations.action.endsWith('.'), alert)
  }
})

test('promtool accepts the alert rules', { skip: noPromtool() }, () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', RULES], { encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
})

function noPromtool(): string | false {
  return spawnSync('promtool', ['--version']).error === undefined
    ? false
    : 'promtool is not installed (Debian: prometheus)'
}
