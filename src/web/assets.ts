// Scripts and styles of the pages: a closed list of files, read once at start.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startScript } from './graphiql.ts';
import type { Page } from './page.ts';

const require = createRequire(import.meta.url);
const inPackage = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path);

const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

const sheet = `:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body.graphiql { max-width: none; margin: 0; padding: 0; height: 100vh; }
#graphiql { height: 100vh; }
h1 { font-size: 1.5rem; line-height: 1.3; }
.language { text-align: right; }
pre { padding: 1rem; overflow-x: auto; border: 1px solid; border-radius: 4px; }
`;

function page(name: string, type: string, body: Buffer): Page {
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=3600' };
  return { path: `/assets/${name}`, answer: () => ({ body, headers }) };
}

/** All assets. Throws when a package is not installed. */
export function assets({ signIn }: { signIn: boolean }): Page[] {
  return [
    page('react.production.min.js', script, readFileSync(inPackage('react', 'umd/react.production.min.js'))),
    page('react-dom.production.min.js', script, readFileSync(inPackage('react-dom', 'umd/react-dom.production.min.js'))),
    page('graphiql.min.js', script, readFileSync(inPackage('graphiql', 'graphiql.min.js'))),
    page('graphiql.min.css', style, readFileSync(inPackage('graphiql', 'graphiql.min.css'))),
    page('start-graphiql.js', script, Buffer.from(startScript(signIn))),
    page('tanlu.css', style, Buffer.from(sheet)),
  ];
}
