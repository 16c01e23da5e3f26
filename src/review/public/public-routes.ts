import { SEEING } from '../../people/access/right-groups.ts'

/** Every address of the pages for people outside, with its method. A link in an address identifies what it is about. */
export const PUBLIC_ROUTES = [
  'GET /public',
  'GET /public/transparency',
  'GET /public/products',
  'GET /public/notice',
  'POST /public/notice',
  'GET /public/confirm/:token',
  'POST /public/confirm/:token',
  'GET /public/status/:token',
  'GET /public/status/:token/appeal',
  'POST /public/status/:token/appeal',
  'POST /public/status/:token/action',
  'GET /public/measure/:token',
  'POST /public/measure/:token',
  'POST /public/status/:token/appeal/answer',
  'GET /public/statement/:token',
  'GET /public/statement/:token/appeal',
  'POST /public/statement/:token/appeal',
  'POST /public/statement/:token/appeal/answer',
  'GET /public/statement/:token/counter-notice',
  'POST /public/statement/:token/counter-notice',
  'POST /public/statement/:token/counter-notice/withdrawal',
] as const

/**
 * The rights of the list of notices, and of the routes by which platforms send counter-notices and answers to them, and
 * tell their buyers.
 */
export const NOTICE_RIGHTS = {
  'GET /v1/notices': SEEING,
  'GET /v1/notice-counts': SEEING,
  'GET /v1/consumer-notices': { key: 'enforcements' },
  'POST /v1/consumer-notices/:noticeId/receipt': { key: 'enforcements' },
  'POST /v1/counter-notices': { key: 'appeals' },
  'GET /v1/counter-notices/:counterNoticeId': { key: 'appeals' },
  'POST /v1/counter-notices/:counterNoticeId/withdrawal': { key: 'appeals' },
  'POST /v1/counter-notices/:counterNoticeId/action': { key: 'appeals' },
} as const
