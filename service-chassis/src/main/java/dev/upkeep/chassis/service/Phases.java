package dev.upkeep.chassis.service;

import org.springframework.context.SmartLifecycle;

/**
 * The order in which a service's parts start, lowest first, and stop, highest first: taking in
 * stops before working, working before telling, telling before answering over HTTP, whose phase the
 * servlet container sets, below all of these. The connection pool goes last, with the beans.
 */
public final class Phases {
  /** The outbox's relay: stops when what was written by the parts above is sent. */
  public static final int RELAY = SmartLifecycle.DEFAULT_PHASE - 1500;

  /** What works on runs: claims no more, finishes or hands over. */
  public static final int RUNS = SmartLifecycle.DEFAULT_PHASE - 1000;

  /** What takes messages in. */
  public static final int CONSUMERS = SmartLifecycle.DEFAULT_PHASE - 500;

  /** What says that the service is up: last up and first down. */
  public static final int ANNOUNCING = SmartLifecycle.DEFAULT_PHASE - 100;

  private Phases() {}
}
