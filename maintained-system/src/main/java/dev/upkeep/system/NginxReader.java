package dev.upkeep.system;

import dev.upkeep.system.NginxComponent.Background;
import dev.upkeep.system.NginxComponent.Listener;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.NginxComponent.Side;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes an NGINX of its mapping. */
final class NginxReader {

  private static final Pattern URL = Pattern.compile("https?://[^/\\s?#@:]+(:\\d{1,5})?");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern ADDRESS =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

  /** Nothing that would have to be encoded, nor end the line of a request. */
  private static final Pattern PATH = Pattern.compile("/[!-~&&[^#\"\\\\]]{0,1023}");

  private static final Pattern FOLDER = Pattern.compile("/[A-Za-z0-9_./-]+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final int HIGHEST_PORT = 65535;

  private static final String CONTAINER_REMEDY = "Write the name as 'docker ps' shows it";
  private static final String PATH_REMEDY = "Write a path: /health";

  private NginxReader() {}

  static Optional<Component> read(String name, YamlMapping mapping) {
    mapping.only(SystemFileKeys.NGINX);
    Optional<String> container =
        mapping.require("container", CONTAINER_REMEDY).flatMap(ContainerReader::name);
    List<Listener> listeners =
        mapping
            .require("listeners", "List where requests come in: 'listeners: [\"https://…\"]'")
            .map(NginxReader::listeners)
            .orElse(List.of());
    Optional<YamlMapping> flags =
        mapping
            .require("switch", "Say where its flags are: 'switch: {folder: /srv/dms/switch, …}'")
            .flatMap(YamlValue::mapping)
            .map(m -> m.only(SystemFileKeys.SWITCH));
    Optional<Path> folder = flags.flatMap(NginxReader::folder);
    Optional<String> seenAs = flags.flatMap(NginxReader::seenAs);
    Map<String, Service> services =
        mapping
            .require("services", "Describe what is behind it: 'services: {backend: {…}}'")
            .flatMap(YamlValue::mapping)
            .map(NginxReader::services)
            .orElse(Map.of());
    return container.isEmpty()
            || listeners.isEmpty()
            || folder.isEmpty()
            || seenAs.isEmpty()
            || services.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new NginxComponent(
                name, container.get(), listeners, folder.get(), seenAs.get(), services));
  }

  private static Optional<Path> folder(YamlMapping flags) {
    String remedy = "Write the absolute path of a folder of its own: 'folder: /srv/dms/switch'";
    return flags
        .require("folder", remedy)
        .flatMap(value -> value.parsed(BackupPlaceReader::absolute, remedy));
  }

  private static Optional<String> seenAs(YamlMapping flags) {
    String remedy = "Write where the folder is mounted in NGINX's container: /run/upkeep";
    return flags.require("seen-as", remedy).flatMap(value -> matching(value, FOLDER, remedy));
  }

  private static List<Listener> listeners(YamlValue list) {
    List<Listener> listeners = new ArrayList<>();
    if (list.isList() && list.list().isEmpty()) {
      list.refuse("is empty", "List each address that people reach the system by");
    }
    for (YamlValue item : list.oneOrMore()) {
      listener(item).ifPresent(listeners::add);
    }
    return listeners;
  }

  private static Optional<Listener> listener(YamlValue item) {
    String remedy = "Write http://host:port or https://host:port, without a path";
    if (!item.isMapping()) {
      return matching(item, URL, remedy)
          .map(url -> new Listener(URI.create(url), Optional.empty(), Optional.empty()));
    }
    YamlMapping mapping = item.mapping().orElseThrow().only(SystemFileKeys.LISTENER);
    Optional<String> url =
        mapping.require("url", remedy).flatMap(value -> matching(value, URL, remedy));
    Optional<String> host =
        mapping
            .get("host")
            .flatMap(value -> matching(value, HOST, "Write the name that people type"));
    Optional<Path> tlsCa =
        mapping
            .get("tls-ca")
            .flatMap(
                value -> {
                  if (url.isPresent() && !url.get().startsWith("https:")) {
                    value.refuse("means nothing without TLS", "Remove the key");
                  }
                  return value.parsed(
                      BackupPlaceReader::absolute,
                      "Write the absolute path of a file of certificates in PEM form");
                });
    return url.map(u -> new Listener(URI.create(u), host, tlsCa));
  }

  private static Map<String, Service> services(YamlMapping mapping) {
    Map<String, Service> services = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              if (Names.parse(name).isEmpty()) {
                mapping
                    .problems()
                    .report(
                        mapping.placeOf(name), "'" + name + "' is no service name", Names.REMEDY);
              }
              value
                  .mapping()
                  .flatMap(m -> service(name, m))
                  .ifPresent(service -> services.put(name, service));
            });
    if (mapping.keys().isEmpty()) {
      mapping.problems().report(mapping.place(), "there is no service", "Describe at least one");
    }
    return services;
  }

  private static Optional<Service> service(String name, YamlMapping mapping) {
    mapping.only(SystemFileKeys.COLOURED_SERVICE);
    Optional<Side> blue = side(mapping, Colour.BLUE);
    Optional<Side> green = side(mapping, Colour.GREEN);
    if (blue.isPresent()
        && green.isPresent()
        && (blue.get().container().equals(green.get().container())
            || blue.get().address().equals(green.get().address()))) {
      mapping
          .get("green")
          .orElseThrow()
          .refuse(
              "has the container or the address of 'blue'",
              "Give each colour a container's name and an address of its own");
    }
    Optional<String> network =
        mapping
            .require("network", "Name the Docker network that both are in")
            .flatMap(ContainerReader::name);
    Optional<Integer> port =
        mapping.require("port", "Write the port that both listen on").flatMap(NginxReader::port);
    Optional<String> probe =
        mapping
            .require("probe", "Write a path whose answer says the colour: 'probe: /api/version'")
            .flatMap(NginxReader::path);
    Optional<String> health = mapping.require("health", PATH_REMEDY).flatMap(NginxReader::path);
    List<String> warmUp =
        mapping
            .get("warm-up")
            .map(
                list ->
                    list.oneOrMore().stream()
                        .map(NginxReader::path)
                        .flatMap(Optional::stream)
                        .toList())
            .orElse(List.of());
    Optional<Background> background = mapping.get("background").flatMap(NginxReader::background);
    return blue.isEmpty()
            || green.isEmpty()
            || network.isEmpty()
            || port.isEmpty()
            || probe.isEmpty()
            || health.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Service(
                name,
                blue.get(),
                green.get(),
                network.get(),
                port.get(),
                probe.get(),
                health.get(),
                warmUp,
                background));
  }

  private static Optional<Side> side(YamlMapping service, Colour colour) {
    Optional<YamlMapping> mapping =
        service
            .require(
                colour.word(), "Write '%s: {container: …, address: …}'".formatted(colour.word()))
            .flatMap(YamlValue::mapping)
            .map(m -> m.only(SystemFileKeys.COLOUR));
    Optional<String> container =
        mapping.flatMap(
            m -> m.require("container", CONTAINER_REMEDY).flatMap(ContainerReader::name));
    String remedy = "Write the fixed address that NGINX's configuration names: 172.28.0.11";
    Optional<String> address =
        mapping.flatMap(
            m -> m.require("address", remedy).flatMap(v -> matching(v, ADDRESS, remedy)));
    Map<String, String> environment =
        mapping
            .flatMap(m -> m.get("environment"))
            .flatMap(YamlValue::mapping)
            .map(NginxReader::environment)
            .orElse(Map.of());
    return container.flatMap(c -> address.map(a -> new Side(c, a, environment)));
  }

  private static Map<String, String> environment(YamlMapping mapping) {
    Map<String, String> environment = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              if (!VARIABLE.matcher(name).matches()) {
                mapping
                    .problems()
                    .report(
                        mapping.placeOf(name),
                        "'" + name + "' is no name of a variable",
                        "Use letters, digits and underscores");
              }
              value.text().ifPresent(text -> environment.put(name, text));
            });
    return environment;
  }

  private static Optional<Background> background(YamlValue value) {
    if (value.textInSilence().equals(Optional.of("none"))) {
      return Optional.of(new Background.None());
    }
    return value.mapping().flatMap(NginxReader::background);
  }

  private static Optional<Background> background(YamlMapping mapping) {
    mapping.only(SystemFileKeys.BACKGROUND);
    String remedy =
        "Write two bodies beside 'post', or two lists of arguments: 'on: [jobs, start]'";
    Optional<YamlValue> on = mapping.require("on", remedy);
    Optional<YamlValue> off = mapping.require("off", remedy);
    if (on.isEmpty() || off.isEmpty()) {
      return Optional.empty();
    }
    Optional<YamlValue> post = mapping.get("post");
    if (post.isEmpty()) {
      List<String> start = ComponentReader.texts(on.get());
      List<String> end = ComponentReader.texts(off.get());
      return start.isEmpty() || end.isEmpty()
          ? Optional.empty()
          : Optional.of(new Background.Command(start, end));
    }
    return post.flatMap(NginxReader::path)
        .flatMap(
            path ->
                on.get()
                    .text()
                    .flatMap(
                        start ->
                            off.get().text().map(end -> new Background.Post(path, start, end))));
  }

  private static Optional<String> path(YamlValue value) {
    return matching(value, PATH, PATH_REMEDY);
  }

  private static Optional<Integer> port(YamlValue value) {
    if (value.plain().orElse(0) instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 1
        && number.intValue() <= HIGHEST_PORT) {
      return Optional.of(number.intValue());
    }
    value.refuse("is no port", "Write a whole number from 1 to 65535");
    return Optional.empty();
  }

  private static Optional<String> matching(YamlValue value, Pattern pattern, String remedy) {
    return value.parsed(
        text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()), remedy);
  }
}
