type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const radio = 'input[type="radio"]';

/**
 * Where the focus goes when a dialog opens: to the first field of its form, or else to the first
 * button at its foot, which leaves all as it is. Null where it has neither.
 */
export function firstFocus(dialog: HTMLElement | null): HTMLElement | null {
  const fields =
    dialog?.querySelectorAll<Control>('form :is(input, select, textarea):enabled') ?? [];
  const controls = [...fields].filter((each) => each.type !== 'hidden' && each.tabIndex >= 0);
  const [first] = controls;
  if (first === undefined) return dialog?.querySelector('footer button:enabled') ?? null;
  if (!first.matches(radio)) return first;
  // Of those that belong together, the keyboard stops at the one that is chosen.
  const chosen = controls.find(
    (each) => each.matches(`${radio}:checked`) && each.name === first.name,
  );
  return chosen ?? first;
}
