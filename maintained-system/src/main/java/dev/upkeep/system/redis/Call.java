package dev.upkeep.system.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command with its arguments, as the server is told it. Arguments are bytes: a key may hold any.
 */
public final class Call {

  private final byte[][] words;

  private Call(byte[][] words) {
    this.words = words;
  }

  /** A command of plain words. */
  public static Call of(String... words) {
    byte[][] all = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      all[i] = bytes(words[i]);
    }
    return new Call(all);
  }

  /** The same with one more argument: a key, a value. */
  public Call with(byte[] argument) {
    byte[][] more = new byte[words.length + 1][];
    System.arraycopy(words, 0, more, 0, words.length);
    more[words.length] = argument;
    return new Call(more);
  }

  /** The same with one more plain argument. */
  public Call with(Object argument) {
    return with(bytes(argument.toString()));
  }

  /**
   * A script for the server to run: whole and by itself, so that nothing comes between its parts.
   * It is sent as text each time, since a server that was restarted has forgotten it.
   */
  public static Call script(String lua, List<byte[]> keys, List<byte[]> arguments) {
    List<byte[]> all = new ArrayList<>(keys.size() + arguments.size() + 3);
    all.add(bytes("EVAL"));
    all.add(bytes(lua));
    all.add(bytes(String.valueOf(keys.size())));
    all.addAll(keys);
    all.addAll(arguments);
    return new Call(all.toArray(new byte[0][]));
  }

  byte[] command() {
    return words[0];
  }

  byte[][] arguments() {
    byte[][] arguments = new byte[words.length - 1][];
    System.arraycopy(words, 1, arguments, 0, arguments.length);
    return arguments;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The command and what it is about; never an argument that may be a secret. */
  @Override
  public String toString() {
    return new String(words[0], StandardCharsets.UTF_8);
  }
}
