// All pages for people, for the server to route.
import { assets } from './assets.ts';
import { graphiql } from './graphiql.ts';
import { home } from './home.ts';
import type { Page } from './page.ts';

export const webPages = (): Page[] => [home, graphiql, ...assets()];
