package dev.upkeep.system.keyspace;

import java.util.Locale;

/** What a key is for, and so what may be done to it. */
public enum KeyClass {
  /** Can be computed again; may be evicted, and removed when nobody asks for it. */
  CACHE,
  /** Somebody is signed in by it; lives by a time to live. */
  SESSION,
  /** Work that is waiting; must never be evicted. */
  QUEUE,
  /** Keeps two from doing the same; lives by a time to live. */
  LOCK;

  /** As files write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its keys must never be removed or evicted by maintenance. */
  public boolean isProtected() {
    return this != CACHE;
  }

  /** Whether its keys have a time to live by their nature. */
  boolean expires() {
    return this == SESSION || this == LOCK;
  }
}
