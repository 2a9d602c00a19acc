import { clsx } from 'clsx';

/**
 * A text as the server made it a page: it alone turns Markdown into HTML, and lets nothing through
 * that could act. No other HTML is ever put into a page.
 */
export function RichText({ html, className }: { html: string; className?: string }) {
  return (
    <div className={clsx('rich-text', className)} dangerouslySetInnerHTML={{ __html: html }} />
  );
}
