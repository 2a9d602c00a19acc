/** How the names of files end that a module can have; the server looks at what is in them. */
export const moduleFiles =
  '.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.jpg,.jpeg,.png,.webp,.mp4,.m4v,.webm,.txt,.md,.csv,.zip';

const longestTitle = 200;

/** What a module is called until somebody says otherwise: its file, as a person would write it. */
export function titleOf(fileName: string): string {
  const stem = fileName.replace(/\.[^.]+$/, '');
  const words = stem.replace(/[_\s]+/g, ' ').trim();
  return words.slice(0, longestTitle);
}
