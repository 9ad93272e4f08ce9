package dev.upkeep.chassis.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. Safe to share between threads. */
public final class SettableClock extends Clock {
  private final Hand hand;
  private final ZoneId zone;

  private SettableClock(Hand hand, ZoneId zone) {
    this.hand = hand;
    this.zone = zone;
  }

  /** What all views of one clock share. */
  private static final class Hand {
    private volatile Instant now;

    Hand(Instant now) {
      this.now = now;
    }
  }

  /** Stands at an instant, in UTC. */
  public static SettableClock at(Instant instant) {
    return new SettableClock(new Hand(instant), ZoneOffset.UTC);
  }

  /** Stands at an instant in ISO-8601, as in {@code 2026-11-22T02:00:00Z}. */
  public static SettableClock at(String instant) {
    return at(Instant.parse(instant));
  }

  public void advance(Duration by) {
    synchronized (hand) {
      hand.now = hand.now.plus(by);
    }
  }

  public void set(Instant instant) {
    synchronized (hand) {
      hand.now = instant;
    }
  }

  @Override
  public Instant instant() {
    return hand.now;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same time, moved together, seen in another zone. */
  @Override
  public Clock withZone(ZoneId other) {
    return new SettableClock(hand, other);
  }
}
