import {
  type APIRequestContext,
  type Browser,
  type Page,
  test as base,
  expect,
} from '@playwright/test';

/** The roles, their pages, and the demo account of each. */
export const people = {
  admin: { email: 'admin@school.local', password: 'Admin#12345', home: '/admin' },
  principal: { email: 'principal@school.local', password: 'Homeroom#2026', home: '/principal' },
  coordinator: {
    email: 'coordinator@school.local',
    password: 'Homeroom#2026',
    home: '/coordinator',
  },
  registrar: { email: 'registrar@school.local', password: 'Homeroom#2026', home: '/registrar' },
  accounting: { email: 'accounting@school.local', password: 'Homeroom#2026', home: '/accounting' },
  guidance: { email: 'guidance@school.local', password: 'Homeroom#2026', home: '/guidance' },
  teacher: { email: 'teacher@school.local', password: 'Homeroom#2026', home: '/teacher' },
  student: { email: 'student@school.local', password: 'Homeroom#2026', home: '/student' },
  parent: { email: 'parent@school.local', password: 'Homeroom#2026', home: '/parent' },
} as const;

export type PersonName = keyof typeof people;

/** What a browser must never say: a script's failure, or something that the page's policy forbids. */
function watch(page: Page, complaints: string[]) {
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    // Refused requests and a server that is away are part of several tests; the browser reports each.
    const expected = /^(Failed to load resource|WebSocket connection to )/;
    if (message.type() === 'error' && !expected.test(text)) complaints.push(text);
  });
}

interface Fixtures {
  /** Opens a page for a person who is logged in, in a browser profile of their own. */
  open: (person: PersonName, options?: Parameters<Browser['newContext']>[0]) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  open: async ({ browser, contextOptions }, use) => {
    const complaints: string[] = [];
    const opened: Page[] = [];
    await use(async (person, options) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      const page = await context.newPage();
      opened.push(page);
      watch(page, complaints);
      await logIn(page, person);
      return page;
    });
    await Promise.all(opened.map((page) => page.context().close()));
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** Logs in as people do, and waits for the home. */
export async function logIn(page: Page, person: PersonName) {
  const { email, password, home } = people[person];
  await page.goto('/login');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${home}`);
  // The login page has a heading of its own and stays until the home is ready.
  await expect(page.getByRole('button', { name: /^My account/ })).toBeVisible();
}

/** Asks the API as a program that is no browser. */
export class Api {
  private readonly request: APIRequestContext;
  private readonly token: string;

  private constructor(request: APIRequestContext, token: string) {
    this.request = request;
    this.token = token;
  }

  static async as(request: APIRequestContext, person: PersonName) {
    const { email, password } = people[person];
    return Api.of(request, email, password);
  }

  /** As somebody else of the demo school, by their address. */
  static async of(request: APIRequestContext, email: string, password: string) {
    const answer = await request.post('/api/v1/auth/login', {
      data: { email, password, client: 'api' },
    });
    expect(answer.status()).toBe(200);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return new Api(request, token);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.request.get(`/api/v1${path}`, { headers: this.headers() });
    expect(answer.status(), await answer.text()).toBe(200);
    return (await answer.json()) as T;
  }

  /** What the server answers, whatever it is. */
  async ask(path: string): Promise<number> {
    return (await this.request.get(`/api/v1${path}`, { headers: this.headers() })).status();
  }

  async patch(path: string, version: number, data: unknown) {
    const headers = { ...this.headers(), 'If-Match': `"${version}"` };
    const answer = await this.request.patch(`/api/v1${path}`, { headers, data });
    expect(answer.status(), await answer.text()).toBe(200);
  }

  /** Sends something new; most tests expect it to be made. */
  async post<T>(
    path: string,
    data: unknown,
    statuses: readonly number[] = [201],
    more: Record<string, string> = {},
  ): Promise<T> {
    const headers = { ...this.headers(), ...more };
    const answer = await this.request.post(`/api/v1${path}`, { headers, data });
    expect(statuses, await answer.text()).toContain(answer.status());
    return (await answer.json()) as T;
  }

  private headers() {
    return { Authorization: `Bearer ${this.token}` };
  }
}

export interface Progress {
  student_id: string;
  student_name: string;
  status: string;
  version: number;
  allowed_next: string[];
}

/** Sees to it that the demo student's application stands under review, wherever an earlier run left it. */
export async function putUnderReview(request: APIRequestContext): Promise<Progress> {
  const student = await Api.as(request, 'student');
  const registrar = await Api.as(request, 'registrar');
  const progress = await student.get<Progress>('/enrollment/progress/me');
  if (progress.status !== 'under_review') {
    await registrar.patch(`/enrollment/progress/${progress.student_id}`, progress.version, {
      status: 'under_review',
    });
  }
  return student.get<Progress>('/enrollment/progress/me');
}

export interface Section {
  id: string;
  name: string;
  enrolled: number;
  capacity: number;
}

/** One of the teacher's sections with the demo student in it, wherever an earlier run left them. */
export async function sectionOfStudent(
  request: APIRequestContext,
  taught: Section[],
): Promise<Section> {
  const student = await Api.as(request, 'student');
  const { items } = await student.get<{ items: Section[] }>('/sections?limit=100');
  const known = taught.find((each) => items.some((own) => own.id === each.id));
  if (known !== undefined) return known;
  const free = taught.find((each) => each.enrolled < each.capacity);
  if (free === undefined) throw new Error('the sections of the teacher are full');
  const me = await student.get<{ id: string }>('/users/me');
  const registrar = await Api.as(request, 'registrar');
  await registrar.post(`/sections/${free.id}/students`, { student_id: me.id, move: true });
  return free;
}
