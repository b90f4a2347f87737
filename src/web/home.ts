// The page at /: what this is, and where to go, in Chinese and English.
import { escapeHtml, strictPolicy, type Page } from './page.ts';
import { languageOf, type Language } from './language.ts';

interface Text {
  title: string;
  lead: string;
  links: [href: string, name: string, what: string][];
  other: [href: string, name: string];
  signIn: [href: string, name: string, what: string];
  try: string;
}

const texts: Record<Language, Text> = {
  en: {
    title: 'Tanlu – product carbon footprints of the Hainan Free Trade Port',
    lead: 'One GraphQL schema over products, processes, factors, footprints, standards and certifications, with adapters to ILCD, EcoSpold 2 and openLCA JSON-LD.',
    links: [
      ['/graphiql', 'GraphiQL', 'Write and run queries in the browser; examples are open in tabs.'],
      ['/schema.graphql', 'Schema', 'The whole API as text, every type and field described.'],
      ['/readyz', 'State', 'Whether this server and its database are ready.'],
    ],
    signIn: ['/auth/login', 'Sign in', 'See what your organization sees.'],
    other: ['/?lang=zh', '中文'],
    try: 'Or ask from a terminal:',
  },
  zh: {
    title: '碳路 Tanlu —— 海南自由贸易港产品碳足迹',
    lead: '以一个 GraphQL 模式统一查询产品、过程、因子、碳足迹、标准与认证，并与 ILCD、EcoSpold 1/2、PACT、openLCA 等国际格式互转。',
    links: [
      ['/graphiql', 'GraphiQL', '在浏览器中编写并运行查询，已打开若干示例。'],
      ['/schema.graphql', '模式', '完整的接口定义，每个类型和字段都有说明。'],
      ['/readyz', '状态', '服务器与数据库是否就绪。'],
    ],
    signIn: ['/auth/login', '登录', '查看您所在机构可见的内容。'],
    other: ['/?lang=en', 'English'],
    try: '也可以在终端中查询：',
  },
};

const command = `curl -s -H 'content-type: application/json' \\
  -d '{"query":"{ products(first: 3) { nodes { id name { zh en } } } }"}' \\
  ADDRESS/graphql`;

function html(language: Language, signIn: boolean): string {
  const text = texts[language];
  const links = [...text.links, ...(signIn ? [text.signIn] : [])].map(([href, name, what]) => `<li><a href="${href}">${escapeHtml(name)}</a> ${escapeHtml(what)}</li>`).join('\n      ');
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(text.title)}</title>
    <link rel="stylesheet" href="/assets/tanlu.css">
  </head>
  <body>
    <p class="language"><a href="${text.other[0]}">${text.other[1]}</a></p>
    <h1>${escapeHtml(text.title)}</h1>
    <p>${escapeHtml(text.lead)}</p>
    <ul>
      ${links}
    </ul>
    <p>${escapeHtml(text.try)}</p>
    <pre><code>${escapeHtml(command.replace('ADDRESS', '$TANLU'))}</code></pre>
  </body>
</html>
`;
}

export const home = ({ signIn }: { signIn: boolean }): Page => ({
  path: '/',
  answer: ({ query, language }) => {
    const chosen = languageOf(query.get('lang'), language);
    return {
      body: html(chosen, signIn),
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': chosen, vary: 'accept-language', 'cache-control': 'no-cache', 'content-security-policy': strictPolicy },
    };
  },
});
