// Finds words of the source on pages and in the text: by their letters and figures alone, for spaces, quotes and
// hyphens are set otherwise than they are written.

const letters = (words) => words.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** An index over pieces of text; `find` gives the first and the last piece that hold the words, or null. */
export function indexOf(pieces) {
  const starts = [];
  let all = "";
  for (const piece of pieces) {
    starts.push(all.length);
    all += letters(piece);
  }
  const pieceAt = (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    find(words) {
      const wanted = letters(words);
      for (const length of [wanted.length, 40, 24, 14, 8]) {
        if (!wanted || length > wanted.length) continue;
        for (let at = 0; at + length <= wanted.length; at += Math.max(1, length >> 1)) {
          const found = all.indexOf(wanted.slice(at, at + length));
          if (found >= 0) return [pieceAt(found), pieceAt(found + length - 1)];
        }
      }
      return null;
    },
  };
}
