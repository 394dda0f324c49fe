import { isFree } from '../free-port.ts'
import { StackError, type StackSettings } from './settings.ts'

/**
 * Makes sure that every port that the stack will use is free. @throws StackError that names all
 * that are not, and the variable to set
 */
export async function checkPorts({ ports, external }: StackSettings): Promise<void> {
  const wanted = [
    { port: ports.app, part: 'the application', variable: 'PORT' },
    ...(external.graphqlEndpoint
      ? []
      : [
          {
            port: ports.engine,
            part: 'the GraphQL engine',
            variable: 'HASURA_GRAPHQL_SERVER_PORT',
          },
        ]),
    ...(external.issuer
      ? []
      : [
          {
            port: ports.identityProvider,
            part: 'the identity provider',
            variable: 'LOCAL_OIDC_PORT',
          },
        ]),
  ]
  const taken: string[] = []
  for (const { port, part, variable } of wanted) {
    if (!(await isFree(port)))
      taken.push(
        `Port ${port} for ${part} is taken. Stop what uses it, or choose another: ${variable}=${port + 10} npm start`,
      )
  }
  if (taken.length > 0) throw new StackError(taken.join('\n'))
}
