// GraphiQL at /graphiql, from the files of the installed packages: no other server is asked for anything.
import { examples } from './examples.ts';
import { type Page } from './page.ts';

/** GraphiQL's editor sets style elements of its own and draws with data: images and fonts; scripts come from this server only. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Tanlu GraphiQL</title>
    <link rel="stylesheet" href="/assets/graphiql.min.css">
    <link rel="stylesheet" href="/assets/tanlu.css">
  </head>
  <body class="graphiql">
    <div id="graphiql"></div>
    <noscript>GraphiQL needs JavaScript.</noscript>
    <script src="/assets/react.production.min.js"></script>
    <script src="/assets/react-dom.production.min.js"></script>
    <script src="/assets/graphiql.min.js"></script>
    <script src="/assets/start-graphiql.js"></script>
  </body>
</html>
`;

/** A file of its own, because the policy allows no script in the page. */
export const startScript = (signIn: boolean): string => `const examples = ${JSON.stringify(examples)};
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: examples.map(({ query }) => ({ query })),
    defaultEditorToolsVisibility: true,
    shouldPersistHeaders: false,
  }${signIn ? ', React.createElement(GraphiQL.Logo, null, React.createElement(Viewer))' : ''}),
);
${signIn ? viewer : ''}`;

/** In the place of the logo: who is signed in, with the way out, or the way in. */
const viewer = `
function Viewer() {
  const [viewer, setViewer] = React.useState(null);
  React.useEffect(() => {
    fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ viewer { name personId } }' }) })
      .then((response) => response.json()).then(({ data }) => setViewer(data ? data.viewer : null), () => undefined);
  }, []);
  return viewer && viewer.personId
    ? React.createElement('small', null, viewer.name + ' ', React.createElement('a', { href: '/auth/logout' }, 'Sign out 退出'))
    : React.createElement('small', null, React.createElement('a', { href: '/auth/login?back=/graphiql' }, 'Sign in 登录'));
}
`;

export const graphiql: Page = {
  path: '/graphiql',
  answer: () => ({ body: html, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'content-security-policy': policy } }),
};
