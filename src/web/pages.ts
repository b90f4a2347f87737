// All pages for people, for the server to route.
import { assets } from './assets.ts';
import { graphiql } from './graphiql.ts';
import { home } from './home.ts';
import type { Page } from './page.ts';

/** `signIn`: people may sign in at this server. */
export const webPages = ({ signIn = false }: { signIn?: boolean } = {}): Page[] => [home({ signIn }), graphiql, ...assets({ signIn })];
