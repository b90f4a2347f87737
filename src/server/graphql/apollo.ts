// Apollo Server as this project uses it: its HTTP semantics, parsing, validation and persisted queries; our execution, limits and errors.
import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginSchemaReportingDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Log } from '../../log.ts';
import { boundedMap } from './bounded-map.ts';
import type { RequestContext } from './context.ts';
import { errorFormatter } from './errors.ts';
import { executorOf } from './execute.ts';
import { fixedLimits, type Limits } from './limits/limit.ts';
import { shapeRule } from './limits/shape-rule.ts';

type Gateway = ApolloServerOptionsWithGateway<RequestContext>['gateway'];

/** Errors of a well-formed request: GraphQL over HTTP wants status 200 for them in application/json. */
const requestErrors = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'LIMIT_EXCEEDED', 'OPERATION_RESOLUTION_FAILURE']);

/** Makes and starts the server. Stop it with its own `stop`. */
export async function startApollo(options: { schema: GraphQLSchema; limits: Limits; log: Log }): Promise<ApolloServer<RequestContext>> {
  const { schema, limits, log } = options;
  const documents = boundedMap<DocumentNode>(1000);
  const server = new ApolloServer<RequestContext>({
    gateway: gatewayOf(schema, limits),
    documentStore: { get: async (key) => documents.get(key), set: async (key, value) => { documents.set(key, value); }, delete: async (key) => documents.delete(key) },
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    parseOptions: { maxTokens: fixedLimits.tokens },
    validationRules: [shapeRule(limits.depth)],
    validationOptions: { maxErrors: 20 },
    formatError: errorFormatter(log, limits.timeoutMs),
    stringifyResult: (value) => JSON.stringify(value),
    logger: { debug: (m) => { log.debug(m); }, info: (m) => { log.info(m); }, warn: (m) => { log.warn(m); }, error: (m) => { log.error(m); } },
    plugins: [
      requestErrorPlugin,
      ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(), ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}

function gatewayOf(schema: GraphQLSchema, limits: Limits): Gateway {
  const execute = executorOf(schema, limits);
  return {
    load: async () => ({ executor: execute as Awaited<ReturnType<Gateway['load']>>['executor'] }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}

const requestErrorPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, contextValue }) => {
      if (response.body.kind !== 'single' || !response.body.singleResult.errors) return;
      const { errors, data } = response.body.singleResult;
      contextValue.reply.requestError = data === undefined && errors.every((error) => requestErrors.has(String(error.extensions?.['code'])));
      if (errors.some((error) => error.extensions?.['code'] === 'TIMEOUT') && data === undefined) response.http.status = 503;
    },
  }),
};
