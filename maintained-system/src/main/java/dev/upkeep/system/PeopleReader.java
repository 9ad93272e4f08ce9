package dev.upkeep.system;

import dev.upkeep.system.Person.Language;
import dev.upkeep.system.Person.Role;
import dev.upkeep.system.Subscription.Channel;
import dev.upkeep.system.Subscription.Event;
import dev.upkeep.system.Subscription.Recipient;
import dev.upkeep.system.yaml.LaterRelease;
import dev.upkeep.system.yaml.Suggestions;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes people and subscriptions of their mappings. */
final class PeopleReader {

  /** Enough to catch a slip, and nothing that could smuggle a second header into a mail. */
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@<>,;:\"\\p{Cntrl}]{1,64}@[^\\s@<>,;:\"\\p{Cntrl}]{1,255}");

  private PeopleReader() {}

  static List<Person> people(YamlValue list) {
    List<Person> people = new ArrayList<>();
    for (YamlValue item : list.list()) {
      Optional<Person> person = item.mapping().flatMap(PeopleReader::person);
      person
          .filter(p -> people.stream().anyMatch(other -> other.name().equals(p.name())))
          .ifPresent(
              p -> item.refuse("is a second '" + p.name() + "'", "Give each person one name"));
      person.ifPresent(people::add);
    }
    return people;
  }

  private static Optional<Person> person(YamlMapping mapping) {
    mapping.only(SystemFileKeys.PERSON);
    Optional<String> name =
        mapping.require("name", "Name the person or team").flatMap(YamlValue::text);
    Optional<Role> role =
        mapping
            .require("role", "Say what they do: operator, stakeholder, approver, admin, viewer")
            .flatMap(value -> value.oneOf(Role.class, List.of(), Role::written));
    Optional<String> email =
        mapping
            .get("email")
            .flatMap(
                value ->
                    value.parsed(
                        text -> Optional.of(text).filter(t -> EMAIL.matcher(t).matches()),
                        "Write one address: ops@example.org"));
    Optional<String> chat = mapping.get("chat").flatMap(YamlValue::text);
    Optional<Language> language =
        mapping
            .get("language")
            .flatMap(value -> value.oneOf(Language.class, List.of(), Language::tag));
    Optional<ZoneId> zone = mapping.get("zone").flatMap(Zones::read);
    if (name.isEmpty() || role.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Person(
            name.get(),
            role.get(),
            email,
            chat,
            language.orElse(Language.EN),
            zone.orElse(ZoneId.of("UTC"))));
  }

  static List<Subscription> subscriptions(YamlValue list, List<Person> people) {
    return list.list().stream()
        .map(item -> item.mapping().flatMap(mapping -> subscription(mapping, people)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Subscription> subscription(YamlMapping mapping, List<Person> people) {
    mapping.only(SystemFileKeys.SUBSCRIPTION);
    Optional<YamlValue> to =
        mapping.require("to", "Name a role (stakeholders, operators) or a person");
    Optional<Recipient> recipient = to.flatMap(value -> recipient(value, people));
    Set<Event> events =
        chosen(mapping, "events", Event.class, LaterRelease.SUBSCRIPTION_EVENTS, Event::written);
    Set<Channel> channels =
        chosen(mapping, "channels", Channel.class, LaterRelease.CHANNELS, Channel::written);
    if (recipient.isEmpty()) {
      return Optional.empty();
    }
    for (Channel channel : channels) {
      if (people.stream().noneMatch(p -> p.is(recipient.get()) && p.hasAddressFor(channel))) {
        to.get()
            .refuse(
                "reaches nobody by " + channel.written(),
                "Give one of them '" + channel.written() + "' in 'people', or drop the channel");
      }
    }
    return Optional.of(new Subscription(recipient.get(), events, channels));
  }

  private static Optional<Recipient> recipient(YamlValue value, List<Person> people) {
    Optional<String> text = value.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (Role role : Role.values()) {
      if (text.get().equals(role.everyone()) || text.get().equals(role.written())) {
        return Optional.of(new Subscription.Everyone(role));
      }
    }
    if (people.stream().anyMatch(person -> person.name().equals(text.get()))) {
      return Optional.of(new Subscription.One(text.get()));
    }
    List<String> known =
        Stream.concat(
                Stream.of(Role.values()).map(Role::everyone), people.stream().map(Person::name))
            .toList();
    value.refuse("cannot be " + YamlValue.quoted(text.get()), Suggestions.among(text.get(), known));
    return Optional.empty();
  }

  private static <E extends Enum<E>> Set<E> chosen(
      YamlMapping mapping,
      String key,
      Class<E> type,
      List<String> later,
      Function<E, String> spelling) {
    List<YamlValue> values =
        mapping.require(key, "List at least one").map(YamlValue::oneOrMore).orElse(List.of());
    if (mapping.has(key) && values.isEmpty()) {
      mapping
          .problems()
          .report(mapping.placeOf(key), "'" + key + "' is empty", "List at least one");
    }
    return values.stream()
        .map(value -> value.oneOf(type, later, spelling))
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }
}
