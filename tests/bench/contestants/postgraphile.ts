import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { contestantOptions, listen, poolSize } from './listen.ts'

// PostGraphile 5 with its recommended preset; the document itself names the person, through a view
// of what is theirs (row-level security would be slower still).
const { port, databaseUrl } = contestantOptions()

const { createServ } = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: databaseUrl,
      schemas: ['public', 'bench'],
      poolConfig: { max: poolSize },
    }),
  ],
  grafast: { explain: false },
  grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false, watch: false },
})

const server = createServer()
await createServ(grafserv).addTo(server)
listen(server, port)
