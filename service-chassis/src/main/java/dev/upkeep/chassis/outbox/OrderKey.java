package dev.upkeep.chassis.outbox;

import java.nio.charset.StandardCharsets;

/**
 * What keeps its order: rows of one key on one topic.
 *
 * @param key the key's bytes, one character for each
 */
record OrderKey(String topic, String key) {
  static OrderKey of(String topic, byte[] key) {
    return new OrderKey(topic, new String(key, StandardCharsets.ISO_8859_1));
  }

  byte[] bytes() {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }
}
