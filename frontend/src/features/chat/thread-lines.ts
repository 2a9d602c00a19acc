import type { OutgoingMessage } from '~/api/chat-outbox';
import type { Message } from '~/api/chat-types';

/** What stands under another in a conversation. */
export type ThreadLine =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: Message; begins: boolean }
  | { kind: 'outgoing'; key: string; item: OutgoingMessage; begins: boolean };

interface Wanted {
  messages: readonly Message[];
  outgoing: readonly OutgoingMessage[];
  meId: string;
  /** The first message that was unread when the conversation was opened. */
  firstUnread: number | null;
  /** The day of a moment at the school. */
  dayOf: (moment: string) => string;
}

const togetherMilliseconds = 5 * 60_000;

/** Messages by day, with those of one person that follow closely under one name. */
export function threadLines(wanted: Wanted): ThreadLine[] {
  const { messages, outgoing, meId, firstUnread, dayOf } = wanted;
  const lines: ThreadLine[] = [];
  let last: { sender: string; at: number; day: string } | null = null;
  const enter = (sender: string, moment: string, key: string): boolean => {
    const [at, day] = [Date.parse(moment), dayOf(moment)];
    if (last?.day !== day) lines.push({ kind: 'day', key: `day ${key}`, day });
    const begins =
      last?.sender !== sender || last.day !== day || at - last.at > togetherMilliseconds;
    last = { sender, at, day };
    return begins;
  };
  let divided = firstUnread === null;
  for (const message of messages) {
    const { number, sender_id, created_at, client_message_id } = message;
    const news = !divided && firstUnread !== null && number >= firstUnread;
    const begins = enter(sender_id, created_at, String(number));
    if (news && sender_id !== meId) {
      divided = true;
      lines.push({ kind: 'new', key: 'new' });
    }
    const key = sender_id === meId ? client_message_id : message.id;
    lines.push({ kind: 'message', key, message, begins: begins || news });
  }
  const arrived = new Set(
    messages.filter((each) => each.sender_id === meId).map((each) => each.client_message_id),
  );
  for (const item of outgoing) {
    // The answer may be lost although the message has arrived.
    if (arrived.has(item.clientMessageId)) continue;
    const begins = enter(meId, item.writtenAt, item.clientMessageId);
    lines.push({ kind: 'outgoing', key: item.clientMessageId, item, begins });
  }
  return lines;
}
