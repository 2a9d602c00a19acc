import { isPassing } from '~/api/problem';

/**
 * Keys for POSTs that create something. Sending the same body again after an unclear outcome
 * (no answer, server broken) repeats the key, so nothing is created twice; a clear answer or
 * another body ends the attempt and the next one gets a new key.
 */
export class SubmissionKeys {
  private attempt: { key: string; body: string } | null = null;

  async submit<Answer>(body: unknown, send: (key: string) => Promise<Answer>): Promise<Answer> {
    const text = JSON.stringify(body);
    if (this.attempt?.body !== text) this.attempt = { key: crypto.randomUUID(), body: text };
    try {
      const answer = await send(this.attempt.key);
      this.attempt = null;
      return answer;
    } catch (error) {
      if (!isPassing(error)) this.attempt = null;
      throw error;
    }
  }
}
