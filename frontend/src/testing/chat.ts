/** Conversations of the invented school. */
import type { ConversationKind, Message } from '~/api/chat-types';
import type { Section, User } from '~/api/types';

export interface ConversationRecord {
  id: string;
  kind: ConversationKind;
  title: string | null;
  section_id: string | null;
  /** Who is in, and how far each has read. */
  members: Map<string, number>;
  made_by: string;
  created_at: string;
  version: number;
  messages: Message[];
}

export interface ChatRecords {
  conversations: ConversationRecord[];
}

const minute = 60_000;

function id(kind: number, number: number): string {
  return `01920000-0000-7${String(kind).padStart(3, '0')}-8000-${String(number).padStart(12, '0')}`;
}

type Line = [minutesBefore: number, sender: number, body: string];

const withParent: Line[] = [
  [4330, 8, 'Good morning, Ma’am. Rosa has a fever and stays at home today.'],
  [4322, 6, 'Thank you for telling me. I wish her a quick recovery.'],
  [4321, 6, 'What we did today is in the learning modules: https://school.local/modules'],
  [1480, 8, 'She is well again and comes back tomorrow.'],
  [1478, 8, 'Is there something that she has to hand in?'],
  [1460, 6, 'Only the worksheet on fractions, until Friday. She may ask me after class.'],
  [36, 8, 'She has finished it. May she hand it in as a photo?'],
  [34, 8, 'The scanner at home does not work.'],
];

const fair: Line[] = [
  [3000, 2, 'The science fair is on the 12th. Who takes which room?'],
  [2990, 6, 'I take 101 and 102 with Grade 7.'],
  [2980, 12, 'Grade 8 is mine. @Rafael Garcia, can we use the laboratory?'],
  [240, 2, 'The laboratory is free from 9 to 12.'],
  [22, 12, '@Teodoro Jacinto, please send me the list of your groups by tomorrow.'],
];

const klass: Line[] = [
  [1500, 6, 'Bring your notebook and a ruler tomorrow.'],
  [1490, 7, 'Also the compass, Sir?'],
  [1488, 6, 'Yes, the compass too.'],
  [90, 6, 'The quiz moves to Thursday. Chapters 3 and 4, as announced.'],
];

interface Plan {
  kind: ConversationKind;
  title: string | null;
  people: User[];
  lines: Line[];
  /** Of whom so many of the last lines are unread. */
  unread?: Record<number, number>;
  section?: Section | undefined;
}

export function makeConversations(now: number, users: User[], sections: Section[]): ChatRecords {
  const at = (number: number): User => users[number] ?? users[0]!;
  const chatter: Line[] = Array.from({ length: 70 }, (_, index) => [
    5000 - index * 7,
    index % 3 === 0 ? 8 : 6,
    `Meeting about the reading club, note ${index + 1}`,
  ]);
  const name = (user: User) => `${user.first_name} ${user.last_name}`;
  const calls = fair.map(([before, sender, body]): Line => [
    before,
    sender,
    body
      .replace('@Teodoro Jacinto', `@${name(at(6))}`)
      .replace('@Rafael Garcia', `@${name(at(2))}`),
  ]);
  const plans: Plan[] = [
    {
      kind: 'direct',
      title: null,
      people: [at(6), at(8)],
      lines: [...chatter, ...withParent],
      unread: { 6: 2 },
    },
    {
      kind: 'group',
      title: 'Science fair',
      people: [at(2), at(6), at(12), at(1), at(13)],
      lines: calls,
      unread: { 6: 1, 1: 2 },
    },
    {
      kind: 'section',
      title:
        sections[0] === undefined ? 'Class' : `${sections[0].grade_level} – ${sections[0].name}`,
      people: [at(6), at(7), ...users.slice(24, 36)],
      lines: klass,
      section: sections[0],
      unread: { 7: 1 },
    },
    {
      kind: 'direct',
      title: null,
      people: [at(3), at(8)],
      lines: [
        [2880, 8, 'Which papers are missing for the enrollment of my son?'],
        [2800, 3, 'Only the birth certificate. A copy is enough.'],
      ],
      unread: { 8: 1 },
    },
    {
      kind: 'group',
      title: 'Offices',
      people: [at(0), at(1), at(2), at(3), at(4), at(5)],
      lines: [
        [700, 1, 'The office closes at 3 on Friday.'],
        [600, 0, 'The server is updated on Saturday at 6.'],
        [95, 4, 'Please send me what you need for December.'],
      ],
      unread: { 0: 1, 5: 3 },
    },
    { kind: 'direct', title: null, people: [at(7), at(6)], lines: [[8000, 7, 'Thank you, Sir!']] },
  ];
  return { conversations: plans.map((plan, index) => recordOf(plan, index, now, users)) };
}

function recordOf(plan: Plan, index: number, now: number, users: User[]): ConversationRecord {
  const { kind, title, people, lines, unread = {}, section } = plan;
  const conversationId = id(20, index);
  const messages = lines.map(([before, sender, body], line) => {
    const person = users[sender] ?? people[0]!;
    return messageOf(conversationId, line + 1, person, body, now - before * minute, users);
  });
  if (index === 0) attach(messages.at(-6));
  const members = new Map(
    people.map((person) => {
      const behind = unread[users.indexOf(person)] ?? 0;
      return [person.id, Math.max(0, messages.length - behind)] as const;
    }),
  );
  return {
    id: conversationId,
    kind,
    title,
    section_id: section?.id ?? null,
    members,
    made_by: people[0]!.id,
    created_at: messages[0]?.created_at ?? new Date(now).toISOString(),
    version: 1,
    messages,
  };
}

export function messageOf(
  conversationId: string,
  number: number,
  sender: User,
  body: string,
  at: number,
  users: readonly User[] = [],
): Message {
  return {
    id: `${conversationId.slice(0, -6)}${String(number).padStart(6, '0')}`,
    conversation_id: conversationId,
    number,
    sender_id: sender.id,
    sender_name: `${sender.first_name} ${sender.last_name}`,
    client_message_id: id(22, Number(conversationId.slice(-4)) * 1000 + number),
    body,
    mentions: users
      .filter((user) => body.includes(`@${user.first_name} ${user.last_name}`))
      .map((user) => user.id),
    files: [],
    created_at: new Date(at).toISOString(),
    edited_at: null,
    deleted: false,
    deleted_at: null,
    version: 1,
  };
}

function attach(message: Message | undefined): void {
  message?.files.push({
    id: id(23, 1),
    name: 'fractions-worksheet.pdf',
    size: 182_331,
    media_type: 'application/pdf',
    sha256: '5'.repeat(64),
    previewable: true,
  });
}
