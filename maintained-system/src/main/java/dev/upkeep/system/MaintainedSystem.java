package dev.upkeep.system;

import dev.upkeep.system.docker.DockerEngine;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The maintained application as its file describes it.
 *
 * @param name how runbooks, events and tables call it
 * @param title how people call it
 * @param components by name, in the order of the file
 * @param people who has to do with it
 * @param subscriptions who is told what
 * @param docker where the engine listens that runs its containers: {@code unix:///path} or {@code
 *     tcp://host:port}
 * @param smokeTests what must be true of it when it works
 * @param commands operators' own, by name
 * @param hash stands for all of the above: SHA-256, hexadecimal, of the file's canonical content
 */
public record MaintainedSystem(
    String name,
    String title,
    Map<String, Component> components,
    List<Person> people,
    List<Subscription> subscriptions,
    URI docker,
    List<SmokeTest> smokeTests,
    Map<String, NamedCommand> commands,
    String hash) {

  public MaintainedSystem {
    components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
    people = List.copyOf(people);
    subscriptions = List.copyOf(subscriptions);
    smokeTests = List.copyOf(smokeTests);
    commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
  }

  /** Of the machine's own engine, without smoke tests and commands. */
  public MaintainedSystem(
      String name,
      String title,
      Map<String, Component> components,
      List<Person> people,
      List<Subscription> subscriptions,
      String hash) {
    this(
        name,
        title,
        components,
        people,
        subscriptions,
        DockerEngine.USUAL,
        List.of(),
        Map.of(),
        hash);
  }

  public Optional<Component> component(String name) {
    return Optional.ofNullable(components.get(name));
  }

  /** Everybody a subscription is for. */
  public List<Person> addressed(Subscription.Recipient recipient) {
    return people.stream().filter(person -> person.is(recipient)).toList();
  }
}
