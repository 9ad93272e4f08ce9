package dev.upkeep.chassis.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.OpenApi;
import dev.upkeep.chassis.web.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Walks every route that a service has, as its handler mappings know them: none opens without a
 * token, none to a token without its role, all to one with it, and each is documented.
 */
public final class RoutesAssertion {
  private static final String HEALTH = "GET /actuator/health";

  private final Path folder;
  private final Map<Role, String> withOnly = new EnumMap<>(Role.class);
  private final Map<Role, String> withAllBut = new EnumMap<>(Role.class);

  private RoutesAssertion(Path folder) {
    this.folder = folder;
  }

  /** Writes tokens of all kinds into the folder, for a service that is about to be started. */
  public static RoutesAssertion withTokensIn(Path folder) {
    RoutesAssertion assertion = new RoutesAssertion(folder);
    List<String> lines = new ArrayList<>();
    for (Role role : Role.values()) {
      assertion.withOnly.put(role, assertion.token(lines, "only-" + word(role), Set.of(role)));
      assertion.withAllBut.put(
          role,
          assertion.token(lines, "all-but-" + word(role), EnumSet.complementOf(EnumSet.of(role))));
    }
    try {
      Path file = Files.write(folder.resolve("tokens"), lines);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return assertion;
  }

  /** What the service is to be told besides its own settings. */
  public Map<String, Object> settings() {
    return Map.of(
        "upkeep.web.token-file", folder.resolve("operator.token").toString(),
        "upkeep.web.tokens-file", folder.resolve("tokens").toString(),
        "upkeep.web.endpoint-file", folder.resolve("endpoint").toString());
  }

  /** Walks the routes of the service that was started with these settings. */
  public void walk(ApplicationContext service) {
    List<Route> routes = routes(service);
    assertThat(service.getBean(OpenApi.class).operations())
        .as("what is documented is what there is")
        .isEqualTo(
            routes.stream().map(Route::operation).collect(Collectors.toCollection(TreeSet::new)));
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI base = URI.create(Files.readString(folder.resolve("endpoint")).strip());
      routes.forEach(route -> check(http, base, route));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(HttpClient http, URI base, Route route) {
    Needs needs = route.handler().getMethodAnnotation(Needs.class);
    if (needs == null) {
      assertThat(route.operation()).as("the one route that is open to everybody").isEqualTo(HEALTH);
      assertThat(status(http, base, route, null)).as(HEALTH).isIn(200, 503);
      return;
    }
    Role role = needs.value();
    assertThat(status(http, base, route, null)).as("%s without a token", route).isEqualTo(401);
    assertThat(status(http, base, route, "guessed")).as("%s with a guess", route).isEqualTo(401);
    assertThat(status(http, base, route, withAllBut.get(role)))
        .as("%s with every role but %s", route, role)
        .isEqualTo(403);
    assertThat(status(http, base, route, withOnly.get(role)))
        .as("%s with the role %s alone", route, role)
        .isNotIn(401, 403)
        .isLessThan(500);
  }

  private static int status(HttpClient http, URI base, Route route, @Nullable String token) {
    String path =
        route
            .path()
            .replace("{id}", "00000000-0000-0000-0000-000000000000")
            .replaceAll("\\{[^}]*}", "none");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .method(route.method(), BodyPublishers.ofString("{}"));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<Route> routes(ApplicationContext service) {
    List<Route> routes = new ArrayList<>();
    for (RequestMappingHandlerMapping mapping :
        service.getBeansOfType(RequestMappingHandlerMapping.class).values()) {
      mapping.getHandlerMethods().forEach((info, handler) -> routes.addAll(routes(info, handler)));
    }
    return routes;
  }

  private static List<Route> routes(RequestMappingInfo info, HandlerMethod handler) {
    return info.getMethodsCondition().getMethods().stream()
        .flatMap(
            method ->
                info.getPatternValues().stream()
                    .map(path -> new Route(method.name(), path, handler)))
        .toList();
  }

  private String token(List<String> lines, String name, Set<Role> roles) {
    String token = "token-of-" + name;
    lines.add(
        "%s %s %s"
            .formatted(
                name,
                roles.stream().map(RoutesAssertion::word).collect(Collectors.joining(",")),
                sha256(token)));
    return token;
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Route(String method, String path, HandlerMethod handler) {
    String operation() {
      return method + " " + path;
    }

    @Override
    public String toString() {
      return operation();
    }
  }
}
