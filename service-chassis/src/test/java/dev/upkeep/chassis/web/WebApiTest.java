package dev.upkeep.chassis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.TestService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class WebApiTest {
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  @TempDir private static Path folder;
  private static ConfigurableApplicationContext service;
  private static String base;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    service =
        TestService.onNewSchema()
            .withWeb(folder.resolve("operator.token"))
            .with("upkeep.web.endpoint-file", folder.resolve("run/test.endpoint").toString())
            .with(RouteWithoutRole.class)
            .start();
    base = Files.readString(folder.resolve("run/test.endpoint")).strip();
    token = Files.readString(folder.resolve("operator.token")).strip();
  }

  @AfterAll
  static void stop() {
    service.close();
    assertThat(folder.resolve("run/test.endpoint")).doesNotExist();
  }

  @Test
  void answersWithStatusAndMetricsToTheHolderOfTheToken() throws Exception {
    HttpResponse<String> status = call("GET", "/api/v1/status", token);

    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(status.body())
        .contains("\"service\":\"test-service\"", "\"outboxWaiting\":0", "\"quarantined\":0")
        .contains("\"state\":\"running\"");
    assertThat(call("GET", "/actuator/prometheus", token).body())
        .contains("upkeep_outbox_waiting", "upkeep_outbox_leading", "jvm_memory_used_bytes");
  }

  @Test
  void answersForItsHealthWithoutAToken() throws Exception {
    HttpResponse<String> health = call("GET", "/actuator/health", null);

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void refusesEveryOtherRouteWithoutTheRightToken() throws Exception {
    for (String operation : operations()) {
      String method = operation.substring(0, operation.indexOf(' '));
      String path = operation.substring(operation.indexOf(' ') + 1).replace("{id}", NOBODY);
      if (path.equals("/actuator/health")) {
        continue;
      }
      for (String wrong : new String[] {null, "", "wrong", token + "x", token.substring(1)}) {
        HttpResponse<String> refused = call(method, path, wrong);
        assertThat(refused.statusCode()).as(operation).isEqualTo(401);
        assertThat(refused.headers().firstValue("content-type"))
            .contains("application/problem+json");
      }
    }
  }

  @Test
  void isClosedWhereverNothingIsDocumented() throws Exception {
    for (String path :
        new String[] {
          "/",
          "/actuator",
          "/actuator/env",
          "/actuator/health/",
          "/actuator/health/db",
          "/error",
          "/api/v1/status;x=1/../../actuator/health",
          "//actuator/health",
          "/API/v1/status",
          "/actuator/health.json",
          "/actuator/%68ealth/",
          "/favicon.ico"
        }) {
      assertThat(call("GET", path, null).statusCode()).as(path).isIn(400, 401, 403, 404);
      assertThat(call("GET", path, token).statusCode()).as(path).isIn(400, 403, 404);
    }
    assertThat(call("POST", "/actuator/health", null).statusCode()).isEqualTo(401);
    assertThat(call("TRACE", "/api/v1/status", token).statusCode()).isIn(400, 403, 405);
  }

  @Test
  void closesARouteThatDoesNotSayWhoMayUseIt() throws Exception {
    assertThat(call("GET", "/api/v1/forgotten", token).statusCode()).isEqualTo(403);
  }

  @Test
  void documentsExactlyTheRoutesThatThereAre() throws Exception {
    Set<String> routes = operations();
    routes.remove("GET /api/v1/forgotten");

    assertThat(service.getBean(OpenApi.class).operations()).isEqualTo(routes);
    assertThat(call("GET", "/api/v1/openapi.yaml", token).body())
        .contains("title: Upkeep test-service");
  }

  @Test
  void tellsProblemsAsProblemDetails() throws Exception {
    HttpResponse<String> unknown =
        post("/api/v1/quarantine/" + NOBODY + "/drop", "{\"reason\":\"not needed\"}");
    HttpResponse<String> unreasoned = post("/api/v1/quarantine/" + NOBODY + "/drop", "{}");
    HttpResponse<String> misspelt =
        post("/api/v1/outbox/" + NOBODY + "/unblock", "{\"raeson\":\"oops\"}");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("no record in quarantine has the id " + NOBODY);
    assertThat(unreasoned.statusCode()).isEqualTo(400);
    assertThat(unreasoned.body()).contains("say why");
    assertThat(misspelt.statusCode()).isEqualTo(400);
    assertThat(unknown.headers().firstValue("content-type")).contains("application/problem+json");
  }

  @Test
  void makesATokenOnlyItsOwnerCanReadAndRefusesOneOthersCan() throws Exception {
    Path file = folder.resolve("operator.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(token).hasSize(43);

    Path open = Files.writeString(folder.resolve("open.token"), token);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> OperatorToken.in(open)).hasMessageContaining("chmod 600");
    Path brief = Files.writeString(folder.resolve("brief.token"), "guess");
    Files.setPosixFilePermissions(brief, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> OperatorToken.in(brief)).hasMessageContaining("5 characters");
  }

  private static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    service
        .getBean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            route ->
                route
                    .getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            route
                                .getPatternValues()
                                .forEach(path -> operations.add(method + " " + path))));
    return operations;
  }

  private static HttpResponse<String> call(String method, String path, String bearer)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).method(method, BodyPublishers.noBody());
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return send(request.build());
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  @RestController
  static class RouteWithoutRole {
    @GetMapping("/api/v1/forgotten")
    String forgotten() {
      return "open";
    }
  }
}
