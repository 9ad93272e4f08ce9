package dev.upkeep.notification.stakeholder;

import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.message.Reader;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.Person;
import dev.upkeep.system.Person.Role;
import dev.upkeep.system.Subscription;
import dev.upkeep.system.Subscription.Channel;
import dev.upkeep.system.Subscription.Event;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides who is addressed. A plan is for those who do the maintenance and for nobody else, on
 * whichever channels they have subscribed to anything. One address is told once, however many
 * people and subscriptions share it: the first in the file counts.
 */
public final class Addressing {

  private Addressing() {}

  /** Everybody whom the system's subscriptions name for this news. */
  public static List<Addressee> of(MaintainedSystem system, Notice notice) {
    Predicate<Subscription> concerned =
        notice.dryRun() ? any -> true : asksFor(subscribedAs(notice.kind()));
    Predicate<Person> audience =
        notice.dryRun() ? person -> person.role() == Role.OPERATOR : anyone -> true;
    Map<String, Addressee> byAddress = new LinkedHashMap<>();
    system.subscriptions().stream()
        .filter(concerned)
        .flatMap(subscription -> addressees(system, subscription, audience))
        .forEach(addressee -> byAddress.putIfAbsent(key(addressee), addressee));
    return List.copyOf(byAddress.values());
  }

  /**
   * What a subscription has to ask for. The end of a runbook run is told to those who asked how
   * runs end, and a bad or missing one also to those who asked for failures.
   */
  static Set<Event> subscribedAs(Notice.Kind kind) {
    return switch (kind) {
      case TASK_FAILED -> Set.of(Event.FAILURE);
      case TASK_NEEDS_OPERATOR, NEEDS_OPERATOR -> Set.of(Event.NEEDS_OPERATOR);
      case COMPLETED, CANCELLED -> Set.of(Event.COMPLETION);
      case FAILED, SKIPPED -> Set.of(Event.COMPLETION, Event.FAILURE);
    };
  }

  private static Predicate<Subscription> asksFor(Collection<Event> events) {
    return subscription -> subscription.events().stream().anyMatch(events::contains);
  }

  private static Stream<Addressee> addressees(
      MaintainedSystem system, Subscription subscription, Predicate<Person> audience) {
    return system.addressed(subscription.to()).stream()
        .filter(audience)
        .flatMap(
            person ->
                Stream.of(Channel.values())
                    .filter(subscription.channels()::contains)
                    .map(channel -> addressee(person, channel))
                    .flatMap(Optional::stream));
  }

  private static Optional<Addressee> addressee(Person person, Channel channel) {
    Optional<String> address =
        switch (channel) {
          case EMAIL -> person.email();
          case CHAT -> person.chat();
        };
    return address.map(
        at ->
            new Addressee(
                person.name(), channel, at, new Reader(person.language(), person.zone())));
  }

  private static String key(Addressee addressee) {
    return addressee.channel() + " " + addressee.address().toLowerCase(Locale.ROOT);
  }
}
