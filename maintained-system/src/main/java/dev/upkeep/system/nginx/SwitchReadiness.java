package dev.upkeep.system.nginx;

import dev.upkeep.system.Colour;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.nginx.NginxConfiguration.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether an NGINX sends a service's requests to the colour that its flags say, with no reload. A
 * look at the configuration in effect; that it is really so is proven by answers.
 *
 * @param missing what is wanting, each in one sentence; nothing if it is ready
 */
public record SwitchReadiness(List<String> missing) {

  public SwitchReadiness {
    missing = List.copyOf(missing);
  }

  public boolean isReady() {
    return missing.isEmpty();
  }

  /**
   * Looks.
   *
   * @param effective what {@code nginx -T} prints
   * @param container NGINX's own
   */
  public static SwitchReadiness of(
      NginxComponent nginx, Service service, String effective, ContainerDefinition container) {
    List<String> missing = new ArrayList<>(mount(nginx, container).toList());
    missing.addAll(of(nginx, service, effective, container.extraHosts()));
    return new SwitchReadiness(missing);
  }

  private static Stream<String> mount(NginxComponent nginx, ContainerDefinition container) {
    boolean seen =
        container.mounts().stream()
            .anyMatch(
                mount ->
                    mount.source().equals(nginx.switchFolder().toString())
                        && mount.destination().equals(nginx.seenAs()));
    return seen
        ? Stream.empty()
        : Stream.of(
            "the container %s does not see the folder %s at %s"
                .formatted(container.name(), nginx.switchFolder(), nginx.seenAs()));
  }

  /**
   * Looks at the configuration alone.
   *
   * @param names that stand for addresses in it
   */
  static List<String> of(
      NginxComponent nginx, Service service, String effective, Map<String, String> names) {
    NginxConfiguration configuration = NginxConfiguration.of(effective);
    List<String> missing = new ArrayList<>();
    String flag = flag(nginx, service);
    List<String> set =
        configuration.all("if").stream()
            .filter(condition -> condition.arguments().equals("(-f " + flag + ")"))
            .flatMap(condition -> condition.inside().stream())
            .filter(inside -> inside.name().equals("set") && inside.words().size() == 3)
            .map(inside -> inside.words().get(1))
            .distinct()
            .toList();
    if (set.isEmpty()) {
      missing.add("nothing is set by 'if (-f %s)'".formatted(flag));
    } else {
      List<String> chosen = andWhatIsMadeOf(set, configuration);
      if (configuration.all("proxy_pass").stream().noneMatch(pass -> uses(pass, chosen))) {
        missing.add("no proxy_pass uses " + String.join(" or ", chosen));
      }
    }
    for (Colour colour : Colour.values()) {
      String address = service.side(colour).address();
      List<String> places =
          Stream.concat(
                  Stream.of(address),
                  names.entrySet().stream()
                      .filter(name -> name.getValue().equals(address))
                      .map(Map.Entry::getKey))
              .map(host -> host + ":" + service.port())
              .toList();
      // In an upstream, or in the variable itself.
      boolean named =
          Stream.of("server", "set", "map")
              .flatMap(name -> configuration.all(name).stream())
              .anyMatch(directive -> places.stream().anyMatch(place -> names(directive, place)));
      if (!named) {
        missing.add(
            "%s's address %s:%d is nowhere in it"
                .formatted(colour.word(), address, service.port()));
      }
    }
    if (configuration.all("open_file_cache").stream()
        .anyMatch(cache -> !cache.arguments().equals("off"))) {
      missing.add("open_file_cache is on, so that a flag is seen late");
    }
    return missing;
  }

  private static boolean names(Directive directive, String place) {
    return Pattern.compile("(?<![A-Za-z0-9.-])" + Pattern.quote(place) + "(?!\\d)")
        .matcher(directive.arguments())
        .find();
  }

  /** A map or a further set may make another variable of it. */
  private static List<String> andWhatIsMadeOf(List<String> set, NginxConfiguration configuration) {
    List<String> all = new ArrayList<>(set);
    for (Directive map : configuration.all("map")) {
      if (map.words().size() == 3 && mentions(map.words().get(1), set)) {
        all.add(map.words().get(2));
      }
    }
    for (Directive further : configuration.all("set")) {
      if (further.words().size() == 3 && mentions(further.words().get(2), set)) {
        all.add(further.words().get(1));
      }
    }
    return all;
  }

  private static boolean uses(Directive directive, List<String> variables) {
    return directive.words().size() > 1 && mentions(directive.words().getLast(), variables);
  }

  private static boolean mentions(String text, List<String> variables) {
    return variables.stream()
        .map(variable -> variable.substring(1))
        .anyMatch(
            name ->
                Pattern.compile(
                        "\\$(\\{" + Pattern.quote(name) + "\\}|" + Pattern.quote(name) + "(?!\\w))")
                    .matcher(text)
                    .find());
  }

  private static String flag(NginxComponent nginx, Service service) {
    return nginx.seenAs() + "/" + service.name() + ".green";
  }

  /** What makes an NGINX ready, to be put into its configuration by a person. */
  public static String snippet(NginxComponent nginx, Service service) {
    String name = service.name().replace('-', '_').toLowerCase(Locale.ROOT);
    return """
    # Within http: both colours. Each stands in for the other while that one is not there. Without
    # max_fails=0 one connection that fails would keep NGINX from a colour for ten seconds.
    upstream %1$s_blue { server %2$s:%4$d max_fails=0; server %3$s:%4$d max_fails=0 backup; keepalive 32; keepalive_timeout 10s; }
    upstream %1$s_green { server %3$s:%4$d max_fails=0; server %2$s:%4$d max_fails=0 backup; keepalive 32; keepalive_timeout 10s; }
    # Within server:
    set $live_%1$s %1$s_blue;
    if (-f %5$s) { set $live_%1$s %1$s_green; }
    # Within each location of the service:
    proxy_pass http://$live_%1$s;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_connect_timeout 1s;
    # And in the container: %6$s mounted read-only at %7$s
    """
        .formatted(
            name,
            service.blue().address(),
            service.green().address(),
            service.port(),
            flag(nginx, service),
            nginx.switchFolder(),
            nginx.seenAs());
  }
}
