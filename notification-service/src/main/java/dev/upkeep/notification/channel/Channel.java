package dev.upkeep.notification.channel;

import dev.upkeep.system.Subscription;

/** One way to reach people. */
public interface Channel {

  /** How subscriptions call it. */
  Subscription.Channel kind();

  /** Tries once to hand the letter over. It does not throw for trouble of the other side. */
  Answer send(Letter letter);
}
