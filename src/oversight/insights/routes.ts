import { type Static, Type } from 'typebox'
import { PLATFORM_NAME } from '../../foundation/platforms.ts'
import { GivenTime, orNull, Problem, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { type Measures, UNITS } from './chart.ts'
import { DAYS_MAX, STEPS, YEAR_DAYS_MAX } from './period.ts'
import { CHART_NAMES, type ReadChart, readChart } from './read-chart.ts'
import { DIMENSIONS, GROUPS_MAX } from './slice.ts'

const ZONE_LENGTH_MAX = 64
const NAME_LENGTH_MAX = 64

const filterBy = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX, description }))

const InsightQuery = Type.Object(
  {
    from: Type.Optional(GivenTime),
    to: Type.Optional(GivenTime),
    zone: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: ZONE_LENGTH_MAX,
        description: 'The time zone of days and hours, such as Europe/Dublin. Default: UTC.',
      }),
    ),
    queue: filterBy('Filter: the present queue of the case; in precomputed counts, the queue of that time.'),
    policyId: filterBy('Filter: the policy of the decision or enforcement.'),
    language: filterBy('Filter: the language of the case, in any case of letters.'),
    platform: Type.Optional(
      Type.String({
        pattern: PLATFORM_NAME.source,
        maxLength: 30,
        description: 'Filter: the platform of the subject. default: the platform without a name.',
      }),
    ),
    by: Type.Optional(Type.Enum([...DIMENSIONS], { description: 'Divides the chart into groups by this dimension.' })),
  },
  strict,
)

const Measured = Type.Object({
  name: Type.String(),
  unit: Type.Enum([...UNITS]),
  group: Type.Integer({ description: 'The index of its group. 0 where the chart is not divided.' }),
})

const Group = Type.Object({
  value: orNull(
    Type.String(),
    'The queue, policy, language or platform. Null: the rows have none, it is withheld, or `others`.',
  ),
  others: Type.Integer({
    description: 'The number of smaller groups that this one counts together; 0: it is one group.',
  }),
})

const InsightReply = Type.Object({
  chart: Type.Enum([...CHART_NAMES]),
  from: Timestamp,
  to: Timestamp,
  zone: Type.String(),
  countedAt: orNull(
    Timestamp,
    'The time of the last precomputed count of the queue: the chart ends there. Null: counted for this answer.',
  ),
  step: Type.Enum([...STEPS]),
  by: orNull(Type.Enum([...DIMENSIONS]), 'The dimension that divides the chart. Null: none.'),
  groups: Type.Array(Group, {
    description: `The groups of a divided chart: the largest ${GROUPS_MAX}, and the others together. One group where it is not divided.`,
  }),
  series: Type.Array(Measured, { description: 'The series: the meaning of the values of each point, in their order.' }),
  points: Type.Array(
    Type.Object({
      at: orNull(Timestamp),
      until: orNull(Timestamp),
      hour: orNull(Type.Integer({ description: 'Of every day; null where the point is one stretch of time.' })),
      values: Type.Array(orNull(Type.Number()), {
        description: 'The values in the order of the series. Null: no data.',
      }),
    }),
  ),
  totals: Type.Array(Type.Object({ ...Measured.properties, value: orNull(Type.Number()) }), {
    description: 'The totals of the whole period.',
  }),
})

/** Shows numbers about the work: times and counts, without people. */
export function insightRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read one chart of the work in numbers',
    description: `Covers the last seven days by default, and at most ${YEAR_DAYS_MAX}. Points are five minutes for up to three hours, one hour for up to three days, else one day: of the time zone for up to ${DAYS_MAX} days, else of UTC, without the ages of the other groups together, and without ages in the totals of a divided chart. No person is named or ranked. A chart has a filter and a division by queue, policy, language and platform, but no policy divides those of the queue and of load. A policy is withheld while an enforcement on the subject or its account waits for approval; holds and answers count once the enforcement no longer waits. The charts of the queue, of load, and of decisions, without policies and platforms, are precomputed, those of load for up to ${DAYS_MAX} days: cases that move, reopen or change later stay as they were. The queue up to now ends at the last count, minutes ago. 503: counting took too long and was stopped.`,
    params: Type.Object({ chart: Type.Enum([...CHART_NAMES]) }),
    querystring: InsightQuery,
    response: { 200: InsightReply, 503: Problem },
  }
  app.get('/v1/insights/:chart', { schema }, async (request) => {
    const { chart } = request.params
    return { chart, ...toReply(await readChart(desk, chart, request.query, staffOf(request).id)) }
  })
}

function toReply(read: ReadChart): Omit<Static<typeof InsightReply>, 'chart'> {
  const { period, countedAt, by, groups, points, values } = read
  const series = measured(read.series, groups.length)
  return {
    from: period.from,
    to: period.to,
    zone: period.zone,
    countedAt,
    step: period.step,
    by,
    groups: [...groups],
    series,
    points: points.map((point) => ({
      at: point.at,
      until: point.until,
      hour: point.hour,
      values: series.map(({ name, group }) => point.groups[group]?.[name] ?? null),
    })),
    totals: measured(read.totals, groups.length).map((each) => ({
      ...each,
      value: values[each.group]?.[each.name] ?? null,
    })),
  }
}

/** Lists the measures of each group, group by group. */
const measured = (measures: Measures, groups: number) =>
  Array.from({ length: groups }, (_, group) =>
    Object.entries(measures).map(([name, unit]) => ({ name, unit, group })),
  ).flat()
