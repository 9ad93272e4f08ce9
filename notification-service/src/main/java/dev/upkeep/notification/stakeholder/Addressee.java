package dev.upkeep.notification.stakeholder;

import dev.upkeep.notification.message.Reader;
import dev.upkeep.system.Subscription.Channel;

/**
 * One person, reached one way.
 *
 * @param name the person's name in the system file
 * @param address where the channel reaches them: a mail address, a chat's channel or user
 */
public record Addressee(String name, Channel channel, String address, Reader reader) {}
