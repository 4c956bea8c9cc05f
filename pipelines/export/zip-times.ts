/** First day that a zip can name, as the two words of an entry: time, then date. */
const epoch = 0x0021_0000;
const endOfDirectory = 0x0605_4b50;

/** A zip whose entries bear no time of their making, so that the same content gives the same bytes. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function withoutTimes(zip: Buffer): Buffer {
  const result = Buffer.from(zip);
  const end = result.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || result.readUInt32LE(end) !== endOfDirectory) throw new Error("not a zip: it has no directory");
  let entry = result.readUInt32LE(end + 16);
  for (let left = result.readUInt16LE(end + 10); left > 0; left -= 1) {
    result.writeUInt32LE(epoch, entry + 12);
    result.writeUInt32LE(epoch, result.readUInt32LE(entry + 42) + 10);
    entry += 46 + result.readUInt16LE(entry + 28) + result.readUInt16LE(entry + 30) + result.readUInt16LE(entry + 32);
  }
  return result;
}
