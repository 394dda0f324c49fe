import { testDocuments } from '../../../hasura/engine/tests/property/documents.ts'
import { startApplication } from './application.ts'

testDocuments({ name: 'the application', share: 0.4, start: startApplication })
