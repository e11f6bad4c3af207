/**
 * Puts a text on the clipboard, within a key press or a click. The asynchronous clipboard asks for a permission, and
 * this window is given none; the copy command needs only the operator's own press. Answers whether it was taken.
 */
export function copyText(text: string): boolean {
  let taken = false;
  const put = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    taken = event.clipboardData !== null;
  };
  document.addEventListener('copy', put, { once: true });
  const ran = document.execCommand('copy');
  document.removeEventListener('copy', put);
  return ran && taken;
}
