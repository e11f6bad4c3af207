const devices = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu;

/**
 * Whether Windows would take a name for something else: a path, a stream, a device, or another name. The
 * pack is refused there, because what came back would not be what went in.
 */
export function isMisreadByWindows(name: string): boolean {
  const stem = (name.split('.')[0] ?? '').trimEnd();
  return /[\\/:*?"<>|\ufffd]|[. ]$/u.test(name) || Buffer.from(name).some((byte) => byte < 0x20) || devices.test(stem);
}
