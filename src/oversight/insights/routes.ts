import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { orNull, Problem, Timestamp } from '../../foundation/schemas/schemas.ts'
import { UNITS, type Unit, type Values } from './chart.ts'
import { DAYS_MAX, STEPS } from './period.ts'
import { CHART_NAMES, type ReadChart, readChart } from './read-chart.ts'
import { toIso } from '../../foundation/time/to-iso.ts'

const ZONE_LENGTH_MAX = 64

const InsightQuery = Type.Object(
  {
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
    zone: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: ZONE_LENGTH_MAX,
        description: 'Whose days and hours, such as Europe/Dublin. UTC unless told.',
      }),
    ),
  },
  { additionalProperties: false },
)

const Measured = Type.Object({ name: Type.String(), unit: Type.Enum([...UNITS]) })

const InsightReply = Type.Object({
  chart: Type.Enum([...CHART_NAMES]),
  from: Timestamp,
  to: Timestamp,
  zone: Type.String(),
  step: Type.Enum([...STEPS]),
  series: Type.Array(Measured, { description: 'What the values of each point are, in their order.' }),
  points: Type.Array(
    Type.Object({
      at: orNull(Timestamp),
      until: orNull(Timestamp),
      hour: orNull(Type.Integer({ description: 'Of every day; null where the point is one stretch of time.' })),
      values: Type.Array(orNull(Type.Number()), { description: 'Null: there was nothing to work it out from.' }),
    }),
  ),
  totals: Type.Array(Type.Object({ ...Measured.properties, value: orNull(Type.Number()) }), {
    description: 'Of the whole period.',
  }),
})

/** Shows numbers about the work: times and counts, without people. */
export const insightRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'How the work goes, in numbers',
      description: `Of the last seven days unless told, and of ${DAYS_MAX} at most: by five minutes up to three hours, by the hour up to three days, else by the day. Nobody is named or ranked. 503: counting took too long and was given up.`,
      params: Type.Object({ chart: Type.Enum([...CHART_NAMES]) }),
      querystring: InsightQuery,
      response: { 200: InsightReply, 503: Problem },
    }
    app.get('/v1/insights/:chart', { schema }, async (request) => {
      const { chart } = request.params
      return { chart, ...toReply(await readChart(desk, chart, request.query)) }
    })
    done()
  }

function toReply({ chart, period, points, totals }: ReadChart): Omit<Static<typeof InsightReply>, 'chart'> {
  const series = measured(chart.series)
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    zone: period.zone,
    step: period.step,
    series,
    points: points.map(({ at, until, hour, values }) => ({
      at: toIso(at),
      until: toIso(until),
      hour,
      values: series.map(({ name }) => numberOf(values, name)),
    })),
    totals: measured(chart.totals).map((each) => ({ ...each, value: numberOf(totals, each.name) })),
  }
}

const measured = (units: Readonly<Record<string, Unit>>) =>
  Object.entries(units).map(([name, unit]) => ({ name, unit }))

const numberOf = (values: Values, name: string): number | null => values[name] ?? null
