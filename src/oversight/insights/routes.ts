import { type Static, Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { orNull, Problem, Timestamp, strict, GivenTime } from '../../foundation/schemas/schemas.ts'
import { UNITS, type Unit, type Values } from './chart.ts'
import { DAYS_MAX, STEPS } from './period.ts'
import { CHART_NAMES, type ReadChart, readChart } from './read-chart.ts'

const ZONE_LENGTH_MAX = 64

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
  },
  strict,
)

const Measured = Type.Object({ name: Type.String(), unit: Type.Enum([...UNITS]) })

const InsightReply = Type.Object({
  chart: Type.Enum([...CHART_NAMES]),
  from: Timestamp,
  to: Timestamp,
  zone: Type.String(),
  step: Type.Enum([...STEPS]),
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
    description: `Covers the last seven days by default, and at most ${DAYS_MAX}. Points are five minutes for up to three hours, one hour for up to three days, else one day. No person is named or ranked. 503: counting took too long and was stopped.`,
    params: Type.Object({ chart: Type.Enum([...CHART_NAMES]) }),
    querystring: InsightQuery,
    response: { 200: InsightReply, 503: Problem },
  }
  app.get('/v1/insights/:chart', { schema }, async (request) => {
    const { chart } = request.params
    return { chart, ...toReply(await readChart(desk, chart, request.query)) }
  })
}

function toReply({ chart, period, points, totals }: ReadChart): Omit<Static<typeof InsightReply>, 'chart'> {
  const series = measured(chart.series)
  return {
    from: period.from,
    to: period.to,
    zone: period.zone,
    step: period.step,
    series,
    points: points.map(({ at, until, hour, values }) => ({
      at,
      until,
      hour,
      values: series.map(({ name }) => numberOf(values, name)),
    })),
    totals: measured(chart.totals).map((each) => ({ ...each, value: numberOf(totals, each.name) })),
  }
}

const measured = (units: Readonly<Record<string, Unit>>) =>
  Object.entries(units).map(([name, unit]) => ({ name, unit }))

const numberOf = (values: Values, name: string): number | null => values[name] ?? null
