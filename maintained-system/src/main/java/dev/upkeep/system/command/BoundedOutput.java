package dev.upkeep.system.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a command said, both outputs in one: the first and the last lines of it, however much it is.
 * Lines are kept whole or not at all, so that half a secret never escapes who looks for whole ones.
 */
public final class BoundedOutput {

  /** No line is longer; the rest of a longer one is left out. */
  private static final int LONGEST_LINE = 4 * 1024;

  private final int firstBytes;
  private final int lastBytes;
  private final StringBuilder first = new StringBuilder();
  private final Deque<String> last = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean firstIsFull;
  private int lastSize;
  private long leftOut;
  private String latest = "";

  /** Keeps so many bytes of the beginning and of the end. */
  public BoundedOutput(int firstBytes, int lastBytes) {
    this.firstBytes = firstBytes;
    this.lastBytes = lastBytes;
  }

  /** Adds what it says next; a line that is not ended yet waits for its rest. */
  public synchronized void add(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        endLine();
      } else if (line.size() < LONGEST_LINE) {
        line.write(bytes[i]);
      }
    }
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8).replace("\r", "");
    line.reset();
    if (!text.isBlank()) {
      latest = text;
    }
    if (!firstIsFull && first.length() + text.length() < firstBytes) {
      first.append(text).append('\n');
      return;
    }
    firstIsFull = true;
    last.addLast(text);
    lastSize += text.length() + 1;
    while (lastSize > lastBytes) {
      lastSize -= last.removeFirst().length() + 1;
      leftOut++;
    }
  }

  /** The latest line that says something. */
  public synchronized String latestLine() {
    return latest;
  }

  /** All that was kept; says so where lines were left out. */
  public synchronized String text() {
    var text = new StringBuilder(first);
    if (leftOut > 0) {
      text.append("… ").append(leftOut).append(" lines left out …\n");
    }
    last.forEach(kept -> text.append(kept).append('\n'));
    if (line.size() > 0) {
      text.append(line.toString(StandardCharsets.UTF_8));
    }
    return text.toString().strip();
  }
}
