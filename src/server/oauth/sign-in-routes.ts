// /auth/login, /auth/callback, /auth/logout: people come in through their provider and go out again.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TanluError } from '../../errors.ts';
import type { PersonService } from '../../hub/person/person.service.ts';
import type { Log } from '../../log.ts';
import { messagePage, type Message } from '../../web/message.ts';
import { send } from '../respond.ts';
import { cookieName, readCookie, setCookie } from './cookies.ts';
import type { BaseOf, PublicBase } from './public-base.ts';
import { isForeignWrite, type Sessions } from './sessions.ts';
import { backPath, transactionSeconds, type SignIn } from './sign-in.ts';
import { TokenError } from './token-error.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface SignInRoutesOptions {
  /** Undefined: no provider is set up. */
  signIn: SignIn | undefined;
  sessions: Sessions;
  people: PersonService;
  baseOf: BaseOf;
  log: Log;
}

const startPage = { href: '/', name: 'Start page 首页' };
const again = { href: '/auth/login', name: 'Sign in 登录' };

function tell(response: ServerResponse, status: number, message: Message): void {
  const { body, headers } = messagePage(message);
  send(response, status, body, headers);
}

/** 303: whatever the request was, the next one is a GET. */
function redirect(response: ServerResponse, location: string): void {
  send(response, 303, '', { location, 'cache-control': 'no-store' });
}

export function signInRoutes({ signIn, sessions, people, baseOf, log }: SignInRoutesOptions): { login: Handler; callback: Handler; logout: Handler } {
  const transactionCookie = (base: PublicBase): string => cookieName('tanlu_sign_in', base.origin);
  const searchOf = (request: IncomingMessage): string => { const at = request.url!.indexOf('?'); return at < 0 ? '' : request.url!.slice(at); };

  /** Answers with a page, also where something expected goes wrong. */
  const page = (answer: (request: IncomingMessage, response: ServerResponse, base: PublicBase) => Promise<void>): Handler => async (request, response) => {
    const base = baseOf(request);
    try {
      if (base === undefined) throw new TanluError('HOST_INVALID', 'The Host header names no usable host.', { kind: 'usage' });
      await answer(request, response, base);
    } catch (error) {
      if (!(error instanceof TanluError) || error.kind === 'internal') throw error;
      log.warn({ code: error.code, cause: error.cause instanceof Error ? error.cause.message : undefined }, 'a sign-in failed');
      const status = error.kind === 'unavailable' ? 503 : error.kind === 'usage' ? 400 : 403;
      tell(response, status, { title: 'Sign-in 登录', text: error.message, link: again });
    }
  };

  const provider = (): SignIn => {
    if (signIn !== undefined) return signIn;
    throw new TanluError('SIGN_IN_NOT_SET_UP', 'People cannot sign in at this hub: no provider is set up (TANLU_OIDC_ISSUER).', { kind: 'unavailable' });
  };

  return {
    login: page(async (request, response, base) => {
      const { location, transaction } = await provider().begin(base, backPath(new URLSearchParams(searchOf(request)).get('back')));
      response.appendHeader('set-cookie', setCookie(transactionCookie(base), transaction, { maxAge: transactionSeconds, secure: base.secure }));
      redirect(response, location);
    }),

    callback: page(async (request, response, base) => {
      const transaction = readCookie(request, transactionCookie(base));
      // Whatever comes of it, this sign-in is over: the same answer is not taken twice.
      response.appendHeader('set-cookie', setCookie(transactionCookie(base), '', { maxAge: 0, secure: base.secure }));
      const { person: told, back } = await provider().complete(base, searchOf(request), transaction);
      const person = await people.signIn(told);
      if (person.status !== 'ACTIVE') throw new TanluError('PERSON_SUSPENDED', 'Your account is suspended. Ask the operator of the hub.', { kind: 'forbidden' });
      log.info({ person: person.id, role: person.role }, 'signed in');
      response.appendHeader('set-cookie', await sessions.begin(person, base));
      redirect(response, back);
    }),

    logout: page(async (request, response, base) => {
      if (request.method !== 'POST') {
        tell(response, 200, { title: 'Sign out 退出', text: 'This ends your sessions in all browsers.', link: startPage, button: { action: '/auth/logout', name: 'Sign out 退出' } });
        return;
      }
      if (isForeignWrite(request, base)) throw new TanluError('FOREIGN_ORIGIN', 'A page of another origin may not sign you out.', { kind: 'forbidden' });
      const found = await sessions.person(request, base).catch((error: unknown) => {
        if (error instanceof TokenError) return undefined; // over already
        throw error;
      });
      if (found !== undefined) await people.signOut(found.person.id);
      response.appendHeader('set-cookie', sessions.end(base));
      redirect(response, '/');
    }),
  };
}
