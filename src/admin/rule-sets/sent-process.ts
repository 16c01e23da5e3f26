import { serveJobs } from '../../foundation/bounds/serve-isolated.ts'
import { SENT_JOBS } from './sent-jobs.ts'

serveJobs(SENT_JOBS)
